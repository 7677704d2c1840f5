// Lets a file be dropped on the form of the list page and sent at once, and says
// that the server is at work. Without this module the form is all that is needed.

const form = document.querySelector("form.send");
const file = form?.querySelector("input[type=file]");

function send() {
  form.querySelector("textarea").value = "";
  form.requestSubmit();
}

if (form) {
  const said = document.createElement("span");
  said.className = "dropped";
  said.setAttribute("role", "status");
  form.append(said);
  let depth = 0;
  const files = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  const over = (on) => {
    form.classList.toggle("over", on);
    said.textContent = on ? form.dataset.drop : "";
  };
  addEventListener("dragenter", (e) => {
    if (files(e) && form.offsetParent) {
      depth++;
      over(true);
    }
  });
  addEventListener("dragleave", (e) => {
    if (files(e) && form.offsetParent && --depth <= 0) {
      depth = 0;
      over(false);
    }
  });
  addEventListener("dragover", (e) => files(e) && e.preventDefault());
  addEventListener("drop", (e) => {
    if (!files(e)) return;
    e.preventDefault(); // else the browser would leave the page for the file
    depth = 0;
    over(false);
    if (form.offsetParent && e.dataTransfer.files.length > 0) {
      file.files = e.dataTransfer.files;
      send();
    }
  });
  form.addEventListener("submit", () => {
    said.textContent = form.dataset.busy;
  });
  addEventListener("pageshow", () => over(false)); // back from the result
}

// A choice takes effect at once where it is one.
const controls = document.querySelector("form.controls");
for (const field of controls?.querySelectorAll("select, input[type=checkbox]") ?? []) {
  field.addEventListener("change", () => controls.requestSubmit());
}
