// Completes what is typed into the search box: numbers and titles lead to the
// standard, words are searched for. Without this module the box is a plain form.
// It follows the combobox pattern of the ARIA practices: the focus stays in the
// box, up and down choose, Enter takes, Escape closes.

const pause = 80; // milliseconds without a key before the server is asked
const most = 8;

const form = document.querySelector("form[role=search]");
const box = form.elements.q;
const words = form.dataset;
const list = document.createElement("ul");
const said = document.createElement("span");

let options = []; // what is listed
let at = -1; // the one chosen, -1 for what was typed
let typed = box.value;
let timer = 0;
let asking = null; // ends the request under way

function close() {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
  at = -1;
}

function stop() {
  clearTimeout(timer);
  asking?.abort();
  asking = null;
}

function part(tag, name, text, lang) {
  const e = document.createElement(tag);
  e.className = name;
  e.textContent = text;
  if (lang) {
    e.lang = lang;
  }
  return e;
}

// row shows a suggestion: what it is stands at its right.
function row(s, i) {
  const li = document.createElement("li");
  li.id = `suggestion-${i}`;
  li.setAttribute("role", "option");
  li.setAttribute("aria-selected", "false");
  const first = part("span", s.kind === "number" ? "number" : "text", s.text, s.text_lang);
  if (s.status) {
    first.append(" ", part("span", `status ${s.status}`, s.status_label));
  }
  li.append(first, part("small", "kind", words[s.kind] ?? ""));
  const [also, lang] = s.kind === "number" ? [s.title, s.title_lang] : [s.number];
  if (also && also !== s.text) {
    li.append(part("span", "also", also, lang));
  }
  li.addEventListener("pointerdown", (e) => e.preventDefault()); // the focus stays in the box
  li.addEventListener("click", () => take(s));
  return li;
}

function show(found) {
  options = found;
  list.replaceChildren(...found.map(row));
  said.textContent = found.length ? `${found.length} ${words.count}` : "";
  close();
  if (found.length && document.activeElement === box) {
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  }
}

async function ask() {
  stop();
  const q = box.value.trim();
  if (!q) {
    show([]);
    return;
  }
  const ending = new AbortController();
  asking = ending;
  try {
    const address = `/api/v1/suggest?${new URLSearchParams({ q, lang: words.lang, size: most })}`;
    const answer = await fetch(address, { signal: ending.signal });
    const found = answer.ok ? (await answer.json()).suggestions : [];
    if (asking === ending) {
      asking = null;
      show(found);
    }
  } catch {
    // Typed on meanwhile, or the server does not answer: the form works as it is.
  }
}

function choose(i) {
  stop(); // an answer that comes now would take the choice away
  list.children[at]?.setAttribute("aria-selected", "false");
  at = i;
  const li = list.children[at];
  if (li) {
    li.setAttribute("aria-selected", "true");
    li.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", li.id);
    box.value = options[at].text;
  } else {
    box.removeAttribute("aria-activedescendant");
    box.value = typed;
  }
}

function take(s) {
  stop();
  close();
  if (s.id) {
    const lang = form.elements.lang;
    location.assign(`/standards/${encodeURIComponent(s.id)}${lang ? `?lang=${lang.value}` : ""}`);
    return;
  }
  box.value = s.text;
  form.requestSubmit();
}

function key(e) {
  if (e.isComposing || e.keyCode === 229) {
    return; // an input method is choosing characters
  }
  const open = !list.hidden;
  switch (e.key) {
    case "ArrowDown":
    case "ArrowUp": {
      e.preventDefault();
      if (!open) {
        ask();
        return;
      }
      const n = options.length + 1; // what was typed is one of the places
      choose(((at + 1 + (e.key === "ArrowDown" ? 1 : n - 1)) % n) - 1);
      return;
    }
    case "Escape":
      stop();
      if (open) {
        e.preventDefault(); // browsers would empty the box
        choose(-1);
        close();
      }
      return;
  }
}

// submit is what Enter does, and the key of a phone that stands for it.
function submit(e) {
  stop();
  if (!list.hidden && at >= 0) {
    e.preventDefault();
    take(options[at]);
  }
}

function later() {
  typed = box.value;
  stop();
  timer = setTimeout(ask, pause);
}

list.id = "suggestions";
list.className = "suggestions";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", words.suggest);
said.className = "hidden";
said.setAttribute("role", "status");
form.append(list, said);
box.autocomplete = "off";
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");
box.addEventListener("input", (e) => {
  if (!e.isComposing) {
    later();
  }
});
box.addEventListener("compositionend", later);
box.addEventListener("keydown", key);
form.addEventListener("submit", submit);
box.addEventListener("blur", () => {
  stop();
  close();
});
