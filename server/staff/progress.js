// Shows how far the work of this page has come, and opens the page anew when it
// has ended. Without this module the page is loaded anew every two seconds.

const every = 2000;

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector(".work .progress");
    if (answer.ok && !now) {
      location.reload();
      return;
    }
    if (now) document.querySelector(".work .progress").replaceChildren(...now.childNodes);
  } catch {
    // The server may be starting anew; it is asked again.
  }
  setTimeout(look, every);
}

setTimeout(look, every);
