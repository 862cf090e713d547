"use strict";
const SIZES = [["", "标准"], ["large", "大字"], ["huge", "特大"]];
const GROUPS = [6, 8, 4];
const LENGTH = 18;
const byId = (id) => document.getElementById(id);
const pages = [...document.querySelectorAll("main")];
let number = "";
let size = 0;

function open(name) {
  number = "";
  showNumber();
  for (const page of pages) page.hidden = page.id !== name;
}

const cells = GROUPS.flatMap((count) => {
  const group = byId("number").appendChild(document.createElement("span"));
  return Array.from({ length: count }, () => group.appendChild(document.createElement("i")));
});

function showNumber() {
  cells.forEach((cell, at) => {
    cell.textContent = number[at] ?? "";
    cell.className = at < number.length ? "in" : at === number.length ? "at" : "";
  });
  byId("hint").textContent = number ? `按了 ${number.length} 位，还差 ${LENGTH - number.length} 位` : "一位一位地按，共 18 位";
}

function press(key) {
  if (key === "clear") number = "";
  else if (key === "delete") number = number.slice(0, -1);
  else if (number.length < LENGTH) number += key;
  showNumber();
}

function showTime() {
  const now = new Date();
  byId("clock").textContent = now.toTimeString().slice(0, 5);
  byId("date").textContent = `${now.getMonth() + 1}月${now.getDate()}日 星期${"日一二三四五六"[now.getDay()]}`;
  setTimeout(showTime, 60000 - (now % 60000) + 20);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.open) open(button.dataset.open);
  else if (button.dataset.key) press(button.dataset.key);
});

byId("size").addEventListener("click", () => {
  size = (size + 1) % SIZES.length;
  document.documentElement.className = SIZES[size][0];
  byId("size-words").textContent = `字大小 ${SIZES[size][1]}`;
});

showNumber();
showTime();
