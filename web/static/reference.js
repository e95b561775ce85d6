// Lets the reference's forms be sent: each asks this very service, and shows what it answers.
"use strict";

const LONGEST = 200000; // characters shown of an answer

function requestOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = {};
  let body;
  for (const field of form.querySelectorAll("[data-in]")) {
    const value = field.value;
    if (!value) continue;
    const where = field.dataset.in;
    if (where === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (where === "query" && field.name === "filter") {
      for (const each of value.split(";")) query.append("filter", each.trim());
    } else if (where === "query") query.append(field.name, value);
    else if (where === "body") {
      body = value;
      headers["Content-Type"] = "application/json";
    } else if (value.startsWith("pk_")) query.append("key", value);
    else headers.Authorization = `Bearer ${value.trim()}`;
  }
  const asked = query.toString();
  return [asked ? `${path}?${asked}` : path, { method: form.dataset.method, headers, body }];
}

function readable(text, type) {
  if (!type.includes("json") || type.includes("ndjson")) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const output = form.querySelector("output");
  const [address, options] = requestOf(form);
  const shown = output.querySelector("pre");
  const status = output.querySelector(".status");
  output.hidden = false;
  try {
    const answer = await fetch(address, options);
    const text = readable(await answer.text(), answer.headers.get("Content-Type") || "");
    status.textContent = `${answer.status} ${address}`;
    shown.textContent = text.slice(0, LONGEST);
  } catch (error) {
    status.textContent = String(error);
    shown.textContent = "";
  }
}

for (const form of document.querySelectorAll("form.try")) form.addEventListener("submit", send);
