// Shows how far the work of this page has come, and opens the page anew when it
// has ended, or when the page can't be had any more: it then says why. Without
// this module the page is loaded anew every two seconds.

const every = 2000; // milliseconds; longer each time while the server fails
const slowest = 30000;
const most = 12; // failures in a row, some four minutes, before it is given up

const work = document.querySelector(".work");
const said = work.querySelector(".said");
const spoken = work.querySelector(".spoken");
const stage = () => work.querySelector("progress").getAttribute("aria-label");
let failures = 0;

async function ask() {
  const answer = await fetch(location.href);
  if (answer.status >= 500) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return answer.ok && !answer.redirected ? page.querySelector(".work .progress") : null;
}

async function look() {
  try {
    const now = await ask();
    if (!now) {
      location.reload();
      return;
    }
    const before = stage();
    work.querySelector(".progress").replaceChildren(...now.childNodes);
    if (stage() !== before) spoken.textContent = stage(); // figures would be read out every two seconds
    said.textContent = "";
    failures = 0;
  } catch {
    failures++; // the server may be starting anew
    said.textContent = failures < most ? work.dataset.failing : work.dataset.over;
    if (failures >= most) {
      work.querySelector(".auto").remove();
      return;
    }
  }
  setTimeout(look, Math.min(every * 2 ** failures, slowest));
}

setTimeout(look, every);
