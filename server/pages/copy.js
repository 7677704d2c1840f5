// Puts a button beside every text that is there to be copied. Without this
// module the text can be selected: a click takes all of it.

async function copy(text, box) {
  if (navigator.clipboard && isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  // Inside an intranet without TLS browsers give pages no clipboard.
  getSelection().selectAllChildren(box);
  return document.execCommand("copy");
}

for (const figure of document.querySelectorAll("figure[data-copy]")) {
  const box = figure.querySelector("pre");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = figure.dataset.copy;
  button.setAttribute("aria-describedby", box.getAttribute("aria-labelledby"));
  const said = document.createElement("span");
  said.className = "said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    let done = false;
    try {
      done = await copy(box.textContent, box);
    } catch {
      getSelection().selectAllChildren(box);
    }
    said.textContent = done ? figure.dataset.copied : figure.dataset.select;
  });
  figure.querySelector("figcaption").append(button, said);
}
