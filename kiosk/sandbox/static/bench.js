// The bench's page: shows what GET /bench/state says, and sends one order for each press.

const POLL = 1000; // ms between two looks; a press looks at once

const CASES = {
  due: "该认证", certified: "已认证", none: "没领养老金", stopped: "停发了",
  mismatch: "脸对不上", checking: "要等核对", bad: "坏卡",
};
const KINDS = { hmt_permit: "港澳台居住证", foreign_2017: "永居证 2017", foreign_2023: "永居证 2023" };
const MEDICAL = {
  owes: "该交", both: "欠两年", flexible: "灵活就业", part: "少交一半", exempt: "免交",
  paid: "交过了", not_open: "没到时候", rejected: "会被退回", none: "没参保",
};
const SCENES = {
  face: "一张脸", dark: "太暗", far: "太远", two: "两个人", nobody: "没有人",
  turned: "侧着脸", closed: "闭着眼", bright: "太亮", blurred: "糊了",
  id_photo: "证件照", id_glasses: "戴眼镜", id_dark_glasses: "墨镜", id_glare: "眼镜反光", id_laugh: "笑", id_open: "张嘴",
  id_shadow: "墙上有影子", id_sidelong: "一边暗", id_far: "证件照远了", id_near: "证件照近了",
};
const SHEETS = {
  table: "空桌面", paper: "一张纸", paper_flat: "纸放平", paper_skewed: "纸斜放", paper_glare: "纸反光", paper_blurred: "字糊了", paper_cut: "纸缺角",
};
const NETWORK = {
  null: "通", down: "断了", slow: "很慢", lose_request: "丢请求", lose_reply: "丢回复", error_500: "答 500",
  duplicate: "请求来两遍",
};
const GATEWAY = {
  null: "正常", late_notice: "付款通知晚到", duplicate_notice: "付款通知来两遍", reject_posting: "不肯入账", slow_refund: "退款慢",
  wrong_amount: "金额说错", bad_signature: "签名不对", clock_ahead: "时钟快一小时", clock_behind: "时钟慢一小时",
};
const DOCUMENTS = {
  null: "正常", altered: "盖章后改过", added_to: "盖章后加过", unsealed: "没盖章", unknown_seal: "别人的章", expired_seal: "章过期",
  more_pages: "多一页", letter: "不是 A4", encrypted: "加了密", script: "带脚本", attachment: "带附件", too_large: "太大", broken: "坏了",
};
const CALLS = { ringing: "在响", busy: "说在忙", unanswered: "没人应", coming: "正在过来", over: "结束了" };
const ANSWERS = { null: "先不答", coming: "这就过去", busy: "在忙", nobody: "没人应" };
const CHANNELS = { wechat: "微信付", alipay: "支付宝付", unionpay: "云闪付" };
const RECEIPT = {
  null: "正常", near_end: "纸快完", paper_out: "没纸", cover_open: "开盖",
  cutter: "切刀卡住", mute: "不回话", unplugged: "线拔了",
};
const A4 = {
  null: "正常", media_empty: "没纸", media_jam: "卡纸", toner_low: "墨快完", cover_open: "开盖",
  gone: "关掉了", slow: "不出纸", refuses: "不肯打",
};
const SIDES = { "one-sided": "单面", "two-sided-long-edge": "双面", "two-sided-short-edge": "双面，短边翻" };
const READER = {
  null: "正常", unplugged: "线拔了", mute: "不回话", noise: "有杂音",
  wrong_xor: "校验错", truncated: "缺一截", module: "安全模块坏",
};
const CAMERA = { null: "正常", unplugged: "线拔了", stall: "画面停了" };
const SCANNER = { null: "正常", unplugged: "线拔了", mute: "不回话", noise: "有杂音", truncated: "缺一截" };
const LIGHTS = { null: "正常", unplugged: "线拔了", mute: "不回话", noise: "有杂音", refuses: "总答错" };
const PHONE = { social_security: "社保码", medical_voucher: "医保码", expired: "过期的社保码" };
const SLOTS = { id_card: "放身份证", scanner: "扫码", receipt: "取回执", camera: "看镜头", a4: "取证明", document: "放纸" };
const MODES = { off: "灭", on: "亮", blink: "闪" };
const BOOKS = {
  submissions: "办件", orders: "订单", charges: "扣款", refunds: "退款", postings: "入账", certificates: "证明",
  authorisations: "代办",
};
const NEWS = {
  "device.stands": "设备", "fault.began": "故障来了", "fault.answered": "有人处理", "fault.escalated": "没人管，往上报",
  "fault.ended": "故障好了", "fault.reported": "报修", "paper.low": "纸快没了", "check.done": "查过了", "door.locked": "门锁住了",
};
const NEWS_SHOWN = 60;
const RESULTS = {
  done: "办好了", checking: "等核对", accepted: "在办", waiting: "等付款", paid: "付了", closed: "关了",
};
const WIRES = {
  gateway: "政务平台", id_card: "读卡器", receipt: "回执打印机", camera: "摄像头", document_camera: "拍纸的镜头", scanner: "扫码器", lights: "指示灯",
  a4_printer: "A4 打印机", cups: "打印服务", secret_file: "签名密钥", seal_root: "电子印章根证书",
};

const DEVICES = { a4: "A4 打印机" };

const $ = (id) => document.getElementById(id);
let shownCase = "";
let names = {};
const drawn = {}; // what each part of the page shows, so that only what changed is drawn anew

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

async function ask(path, order) {
  const request = order === undefined
    ? {}
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(order) };
  const reply = await fetch(`/bench${path}`, request);
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.error ?? `HTTP ${reply.status}`);
  return answer;
}

async function send(path, order = {}) {
  try {
    await ask(path, order);
    $("said").hidden = true;
  } catch (error) {
    $("said").textContent = error.message;
    $("said").hidden = false;
  }
  delete drawn["books count"];
  await look();
}

function ifChanged(part, content, draw) {
  const text = JSON.stringify(content);
  if (drawn[part] === text) return;
  drawn[part] = text;
  draw(content);
}

// The same for what must be asked for first; asked again when that failed.
async function onChange(part, content, draw) {
  const text = JSON.stringify(content);
  if (drawn[part] === text) return;
  await draw();
  drawn[part] = text;
}

function choices(id, words, current, choose) {
  ifChanged(id, current, () => {
    const focused = $(id).contains(document.activeElement) ? document.activeElement.dataset.value : undefined;
    $(id).replaceChildren(...Object.entries(words).map(([value, word]) => {
      const button = element("button", { type: "button", textContent: word, onclick: () => choose(value) });
      button.dataset.value = value;
      button.setAttribute("aria-pressed", String(value === String(current)));
      button.classList.toggle("bad", !["null", ""].includes(value));
      return button;
    }));
    if (focused !== undefined) $(id).querySelector(`[data-value="${focused}"]`)?.focus();
  });
}

const faultOf = (value) => ({ fault: value === "null" ? null : value });

const INSURED = { insured: "", issued: "　证明开了", none: "　没参保" };
const medicalOf = ({ medical, family, insured }) =>
  `医保${MEDICAL[medical]}${INSURED[insured]}` + (family > 1 ? `　一家 ${family} 人` : "");

function drawPeople(state) {
  const people = [
    ...state.people.map((person) => ({
      ...person, badge: person.pension, word: CASES[person.pension], note: KINDS[person.kind] ?? person.id_number,
    })),
    ...state.bad_cards.map((card) => ({ ...card, badge: "bad", word: card.flaw, note: "不该收的卡" })),
  ];
  names = Object.fromEntries(people.map((person) => [person.id, person.name]));
  const counts = Object.keys(CASES).map((key) => [key, people.filter((person) => person.badge === key).length]);
  const words = Object.fromEntries(counts.map(([key, count]) => [key, `${CASES[key]} ${count}`]));
  ifChanged("words", words, () => delete drawn.cases);
  choices("cases", { "": "全部", ...words }, shownCase, (value) => { shownCase = value; look(); });
  $("cases").querySelectorAll(".bad").forEach((button) => button.classList.remove("bad"));

  const card = state.devices.idcard.card;
  $("on-reader").textContent = card === null ? "没有卡" : `${names[card] ?? "自己写的卡"} 的卡`;
  $("reader").classList.toggle("full", card !== null);
  $("take").disabled = card === null;
  const shown = people.filter((person) => !shownCase || person.badge === shownCase);
  ifChanged("cards", [shown, card], () => {
    const focused = document.activeElement?.dataset.person;
    $("cards").replaceChildren(...shown.map((person) => {
      const button = element(
        "button", { type: "button", onclick: () => send("/idcard", { person: person.id }) },
        element("span", { className: "name", textContent: person.name }),
        element("span", { className: "number", textContent: `${person.id}　${person.note}` }),
        element("span", { className: `badge ${person.badge}`, textContent: person.word }),
        ...(person.medical ? [element("span", { className: "number", textContent: medicalOf(person) })] : []),
      );
      button.dataset.person = person.id;
      button.setAttribute("aria-pressed", String(person.id === card));
      return element("li", {}, button);
    }));
    if (focused) $("cards").querySelector(`[data-person="${focused}"]`)?.focus();
  });
}

function drawScenes(part, camera, scenes, { scene }) {
  ifChanged(part, scene, () => {
    $(part).replaceChildren(...Object.entries(scenes).map(([value, word]) => {
      const picture = element("img", { src: `/bench/camera/${value}.jpg`, alt: "" });
      const button = element(
        "button", { type: "button", onclick: () => send("/camera", { camera, scene: value }) }, picture, word,
      );
      button.setAttribute("aria-pressed", String(value === scene));
      return button;
    }));
  });
}

function drawScanner({ people, devices }) {
  ifChanged("holder", people.map(({ id, name }) => [id, name]), (phones) => {
    const chosen = $("holder").value;
    $("holder").replaceChildren(...phones.map(([id, name]) => element("option", { value: id, textContent: `${id}　${name}` })));
    $("holder").value = chosen || phones[0][0];
  });
  $("scanned").textContent = devices.scanner.text ?? "没有";
}

function drawPayable(orders) {
  ifChanged("payable", orders, () => {
    const nothing = element("li", { className: "none", textContent: "现在没有等付款的单" });
    $("payable").replaceChildren(...(orders.length ? orders.map(drawOrder) : [nothing]));
  });
}

function drawOrder({ number, title, amount, page }) {
  const pay = (words, order) => element(
    "button", { type: "button", textContent: words, onclick: () => send("/phone/pay", { order: number, ...order }) },
  );
  return element(
    "li", {},
    element("p", {}, `${title}　${yuan(amount)}　`, element("span", { className: "none", textContent: number })),
    element(
      "div", { className: "choices" },
      ...Object.entries(CHANNELS).map(([channel, words]) => pay(words, { channel })),
      pay("不付了", { decline: true }),
      element("a", { href: page, target: "_blank", textContent: "打开手机上的页面" }),
    ),
  );
}

function drawCalls({ calls }) {
  ifChanged("calls", calls, () => {
    const nothing = element("li", { className: "none", textContent: "现在没有人叫帮办员" });
    const newest = calls.find(({ state }) => state !== "over");
    $("calls").replaceChildren(...(newest ? [drawCall(newest)] : [nothing]));
  });
}

function drawCall({ number, terminal, item, state }) {
  const answers = Object.entries(ANSWERS).map(([answer, words]) => element("button", {
    type: "button", textContent: words, onclick: () => send("/helper", { answer: answer === "null" ? null : answer }),
  }));
  return element(
    "li", {},
    element("p", {}, `${number} 号　${CALLS[state]}　`, element("span", { className: "none", textContent: `${terminal} ${item}` })),
    element("div", { className: "choices" }, ...answers),
  );
}

function yuan(fen) {
  return fen === undefined ? "" : `¥${(fen / 100).toFixed(2)}`;
}

function drawLights(slots) {
  ifChanged("slots", slots, () => {
    $("slots").replaceChildren(...Object.entries(slots).map(([slot, mode]) => element(
      "li", { className: mode }, SLOTS[slot] ?? slot, element("b", { textContent: MODES[mode] ?? mode }),
    )));
  });
}

function drawPapers(papers) {
  const before = drawn.papers ? JSON.parse(drawn.papers) : [];
  ifChanged("papers", papers, () => {
    const added = before.every((paper, index) => JSON.stringify(paper) === JSON.stringify(papers[index]));
    if (!added || !before.length) $("papers").replaceChildren();
    papers.slice(added ? before.length : 0).forEach((paper) => $("papers").prepend(drawPaper(paper)));
    if (!papers.length) $("papers").append(element("li", { className: "none", textContent: "还没有打出来的纸" }));
  });
}

function drawPaper({ n, bytes }) {
  const url = `/bench/receipt/papers/${n}.png`;
  const picture = element("img", { src: url, alt: `第 ${n} 张` });
  const button = element(
    "button", { type: "button", onclick: () => enlarge(url, n) }, picture, `第 ${n} 张，${bytes} 字节`,
  );
  return element("li", {}, button);
}

function drawDocuments(documents) {
  const nothing = element("li", { className: "none", textContent: "还没有打出来的纸" });
  const newestFirst = documents.toReversed().map(({ n, bytes, copies, sides, key }) => element(
    "li", {},
    element("a", { href: `/bench/a4/papers/${n}.pdf`, target: "_blank", textContent: `第 ${n} 份` }),
    `，打 ${copies} 遍，${SIDES[sides] ?? sides}，${bytes} 字节`,
    element("span", { className: "none", textContent: key }),
  ));
  $("a4-papers").replaceChildren(...(documents.length ? newestFirst : [nothing]));
}

function enlarge(url, number) {
  Object.assign($("large-picture"), { src: url, alt: `第 ${number} 张` });
  $("large").showModal();
}

function drawBooks(books) {
  ifChanged("books", [books, names], () => {
    const empty = Object.keys(BOOKS).filter((book) => !books[book].length).map((book) => BOOKS[book]);
    const tables = Object.keys(BOOKS).filter((book) => books[book].length).map((book) => table(BOOKS[book], books[book]));
    const rest = element("p", { className: "none", textContent: `没有记录：${empty.join("、")}` });
    $("books").replaceChildren(...tables, ...(books.news.length ? [newsTable(books.news)] : []), ...(empty.length ? [rest] : []));
  });
}

function table(title, entries) {
  const rows = entries.toReversed().map((entry) => element(
    "tr", {},
    element("td", { textContent: entry.number }),
    element("td", { textContent: names[entry.person] ?? entry.order ?? "" }),
    element("td", { textContent: yuan(entry.amount) }),
    element("td", { textContent: RESULTS[entry.standing ?? entry.state] ?? "" }),
    element("td", { textContent: new Date(entry.at).toLocaleTimeString("zh-CN", { hour12: false }) }),
  ));
  const head = element("tr", {}, ...["号码", "谁，哪一单", "金额", "结果", "几点"].map((word) => element("th", { textContent: word })));
  return element(
    "table", {}, element("caption", { textContent: `${title} ${entries.length} 件` }),
    element("thead", {}, head), element("tbody", {}, ...rows),
  );
}

function newsTable(entries) {
  const rows = entries.slice(-NEWS_SHOWN).toReversed().map((entry) => {
    const words = Object.entries(entry.fields).filter(([, value]) => value !== "").map(([name, value]) => `${name} ${value}`).join("，");
    const photo = entry.photo ? [element("a", { href: `/bench/news/${entry.number}.jpg`, target: "_blank", textContent: "照片" })] : [];
    return element(
      "tr", {},
      element("td", { textContent: entry.terminal }),
      element("td", { textContent: NEWS[entry.kind] ?? entry.kind }),
      element("td", {}, element("span", { textContent: words }), ...photo),
      element("td", { textContent: new Date(entry.told).toLocaleTimeString("zh-CN", { hour12: false }) }),
    );
  });
  const head = element("tr", {}, ...["哪台", "什么事", "说了什么", "几点"].map((word) => element("th", { textContent: word })));
  return element(
    "table", {}, element("caption", { textContent: `终端的消息 ${entries.length} 条` }),
    element("thead", {}, head), element("tbody", {}, ...rows),
  );
}

function drawStaff({ staff }) {
  ifChanged("staff", staff, () => {
    $("staff").replaceChildren(...staff.flatMap(({ number, name, role, pin, resident }) => [
      element("dt", { textContent: `${role} ${name}` }),
      element("dd", { textContent: `工号 ${number}　密码 ${pin}${resident ? `　卡 ${resident}` : ""}` }),
    ]));
  });
}

function drawWires({ wires, devices }) {
  const missing = Object.keys(devices).filter((name) => devices[name].state === "not_installed");
  ifChanged("wires", [wires, missing], () => {
    $("wires").replaceChildren(...Object.entries(wires).flatMap(([name, wire]) => [
      element("dt", { textContent: WIRES[name] ?? name }), element("dd", { textContent: wire }),
    ]));
    $("missing").textContent = `还没有装：${missing.map((name) => DEVICES[name] ?? name).join("、")}`;
    $("missing").hidden = !missing.length;
  });
}

async function look() {
  try {
    const state = await ask("/state");
    $("lost").hidden = true;
    drawPeople(state);
    drawScenes("scenes", "camera", SCENES, state.devices.camera);
    drawScenes("sheets", "document", SHEETS, state.devices.document_camera);
    choices("network", NETWORK, state.network.fault, (value) => send("/network", faultOf(value)));
    choices("documents", DOCUMENTS, state.documents.fault, (value) => send("/documents", faultOf(value)));
    choices("gateway", GATEWAY, state.gateway.fault, (value) => send("/gateway", faultOf(value)));
    drawPayable(state.payable);
    drawCalls(state.helper);
    drawStaff(state);
    choices("receipt", RECEIPT, state.devices.receipt.fault, (value) => send("/receipt", faultOf(value)));
    $("take-paper").disabled = !state.devices.receipt.waiting;
    if (state.devices.a4.state !== "not_installed") {
      choices("a4", A4, state.devices.a4.fault, (value) => send("/a4", faultOf(value)));
      await onChange("a4-papers", state.devices.a4.papers, async () => drawDocuments(await ask("/a4/papers")));
    }
    choices("idcard", READER, state.devices.idcard.fault, (value) => send("/idcard", faultOf(value)));
    choices("camera", CAMERA, state.devices.camera.fault, (value) => send("/camera", faultOf(value)));
    choices("document-camera", CAMERA, state.devices.document_camera.fault, (value) => send("/camera", { camera: "document", ...faultOf(value) }));
    choices("scanner", SCANNER, state.devices.scanner.fault, (value) => send("/scanner", faultOf(value)));
    choices("lights", LIGHTS, state.devices.lights.fault, (value) => send("/lights", faultOf(value)));
    drawScanner(state);
    drawLights(state.devices.lights.slots);
    drawWires(state);
    await onChange("papers count", state.devices.receipt.papers, async () => drawPapers(await ask("/receipt/papers")));
    await onChange("books count", [state.books, state.payable, names], async () => drawBooks(await ask("/books")));
  } catch (error) {
    console.error(error);
    $("lost").hidden = false;
  }
}

$("phone").replaceChildren(...Object.entries(PHONE).map(([code, word]) => element(
  "button", { type: "button", textContent: word, onclick: () => send("/scanner", { person: $("holder").value, code }) },
)));
$("phone-camera").replaceChildren(...Object.entries(PHONE).map(([code, word]) => element(
  "button", { type: "button", textContent: `${word}对镜头`, onclick: () => send("/camera", { person: $("holder").value, code }) },
)));
$("scan").onsubmit = (event) => {
  event.preventDefault();
  send("/scanner", { text: $("text").value });
};
$("take").onclick = () => send("/idcard");
$("take-paper").onclick = () => send("/receipt", { take: true });
$("reset").onclick = () => send("/reset");
setInterval(() => document.hidden || look(), POLL);
document.addEventListener("visibilitychange", () => document.hidden || look());
look();
