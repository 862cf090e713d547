// The calls of the gateway and of the bench, drawn from their own OpenAPI descriptions.

const SOURCES = [["政务平台", "/openapi.json", ""], ["试验台", "/bench/openapi.json", "/bench"]];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// A schema as one would write an example of it: types in place of values.
function sketch(schema, all, depth = 0) {
  if (schema === undefined || depth > 8) return "any";
  if (schema.$ref) return sketch(all[schema.$ref.split("/").pop()], all, depth);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map((one) => sketch(one, all, depth)).join(" | ");
  if (schema.prefixItems) return `[${schema.prefixItems.map((one) => sketch(one, all, depth)).join(", ")}]`;
  if (schema.type === "array") return `[${sketch(schema.items, all, depth)}, …]`;
  if (schema.properties) {
    const pad = "  ".repeat(depth + 1);
    const lines = Object.entries(schema.properties).map(([name, field]) => {
      const optional = (schema.required ?? []).includes(name) ? "" : "?";
      return `${pad}${name}${optional}: ${sketch(field, all, depth + 1)}`;
    });
    return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
  }
  return schema.format ? `${schema.type} (${schema.format})` : schema.type ?? "any";
}

function example(title, content, all) {
  const schema = content?.["application/json"]?.schema;
  return schema ? [element("h4", { textContent: title }), element("pre", { textContent: sketch(schema, all) })] : [];
}

function headers(call) {
  const named = (call.parameters ?? []).filter((parameter) => parameter.in === "header");
  return named.length
    ? [element("p", { textContent: `请求头：${named.map((header) => header.name).join("、")}` })]
    : [];
}

function replies(call, all) {
  return Object.entries(call.responses).flatMap(([status, reply]) => (
    status.startsWith("2")
      ? example(`回复 ${status}`, reply.content, all)
      : [element("p", { textContent: `${status}：${reply.description}` })]
  ));
}

function article(method, path, call, all) {
  const method_ = element("code", { className: "method", textContent: method.toUpperCase() });
  const heading = element("h3", {}, method_, element("code", { textContent: path }), call.summary ?? "");
  return element(
    "article", {}, heading, element("p", { textContent: call.description ?? "" }), ...headers(call),
    ...example("请求", call.requestBody?.content, all), ...replies(call, all),
  );
}

for (const [title, url, prefix] of SOURCES) {
  const described = await (await fetch(url)).json();
  const all = described.components?.schemas ?? {};
  const calls = Object.entries(described.paths).flatMap(([path, methods]) => (
    Object.entries(methods).map(([method, call]) => article(method, prefix + path, call, all))
  ));
  document.getElementById("calls").append(element("h2", { textContent: title }), ...calls);
}
