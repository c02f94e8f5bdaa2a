"""Looks at HTML reports as a reader does, in headless chromium: browser_test.py REPORTS_TESTS_OR_HTML...

Each page, 360, 800 and 1600 pixels wide, light and dark: nothing on the console, nothing that is asked of a network, no
sideways scrolling of the page, details that open by keyboard, text that stands out from its background (WCAG AA, 4.5:1).
Scripts of the page's own are switched off. Talks to chromium over a pipe; needs nothing but Python. Exits with 77 where
there is no chromium.
"""
import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

WIDTHS = (360, 800, 1600)

CONTRAST = """(() => {
  const rgb = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
      .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const ratio = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + .05) / (b + .05);
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || ['STYLE', 'TITLE', 'DESC'].includes(element.tagName.toUpperCase())) continue;
    const svg = element instanceof SVGElement;
    const bar = svg && element.parentElement.querySelector(':scope > rect, :scope > path');
    const filled = bar && element.className.baseVal.startsWith('in-') && getComputedStyle(bar).fill !== 'none';
    const back = filled ? rgb(getComputedStyle(bar).fill)
        : svg ? rgb(getComputedStyle(document.body).backgroundColor) : ground(element);
    const front = rgb(svg ? getComputedStyle(element).fill : getComputedStyle(element).color);
    if (ratio(front, back) < 4.5) faint.push(element.textContent.trim().slice(0, 40) + ' ' + ratio(front, back).toFixed(2));
  }
  return faint;
})()"""


class Browser:
    """One chromium, driven by the DevTools protocol over descriptors 3 and 4."""

    def __init__(self, program, profile):
        to_browser, self.commands = os.pipe()
        self.answers, from_browser = os.pipe()
        arguments = [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                     "--no-first-run", "--disable-background-networking", f"--user-data-dir={profile}", "about:blank"]

        def as_three_and_four():
            high = [os.dup(to_browser), os.dup(from_browser)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(arguments, pass_fds=(3, 4), preexec_fn=as_three_and_four,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def message(self):
        while b"\0" not in self.buffer:
            read = os.read(self.answers, 1 << 16)
            if not read:
                raise RuntimeError("chromium has ended")
            self.buffer += read
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait_for(self, event):
        while not any(seen.get("method") == event for seen in self.events):
            self.events.append(self.message())

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def press(self, key, code):
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                      **(text if kind == "keyDown" else {}))

    def open(self, page, width, scheme):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.events = []
        self.call("Page.navigate", url=page.as_uri())
        self.wait_for("Page.loadEventFired")
        self.call("Emulation.setScriptExecutionDisabled", value=False)

    def close(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def opens_by_keyboard(browser):
    """Tab to a summary that is closed, Enter: its details are open."""
    focused = "document.activeElement.tagName === 'SUMMARY' && !document.activeElement.parentElement.open"
    if not browser.value("document.querySelector('details:not([open])') !== null"):
        return True
    for _ in range(200):
        browser.press("Tab", 9)
        if browser.value(focused):
            browser.press("Enter", 13)
            return browser.value("document.activeElement.parentElement.open")
    return False


def complaints(browser, page):
    if page.stat().st_size >= 300_000:
        yield f"{page.stat().st_size} bytes"
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            browser.open(page, width, scheme)
            where = f"{width} pixels, {scheme}: "
            for event in browser.events:
                if event["method"] in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                    yield where + json.dumps(event["params"])[:200]
                url = event["params"].get("request", {}).get("url", "") if event["method"].startswith("Network") else ""
                if url and not url.startswith(("file:", "data:")):
                    yield where + "asks for " + url
            browser.value("document.querySelectorAll('details').forEach(each => each.open = true)")
            overflow = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if overflow > 0:
                yield where + f"{overflow} pixels too wide"
            for faint in browser.value(CONTRAST)[:5]:
                yield where + "contrast: " + faint
            browser.open(page, width, scheme)
            if not opens_by_keyboard(browser):
                yield where + "no details open by keyboard"


def pages_of(arguments, folder):
    """Pages as they are; a program writes its own into a folder."""
    for argument in map(pathlib.Path, arguments):
        if argument.suffix == ".html":
            yield argument.resolve()
            continue
        environment = dict(os.environ, HTML_DIR=folder)
        subprocess.run([argument, "--gtest_filter=HtmlPages.*"], env=environment, check=True, stdout=subprocess.DEVNULL)
        yield from sorted(pathlib.Path(folder).glob("*.html"))


def main():
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        print("skipped: there is no chromium")
        return 77
    wrong = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder + "/profile")
        try:
            pages = list(pages_of(sys.argv[1:], folder))
            assert pages, "no page was written"
            for page in pages:
                for complaint in complaints(browser, page):
                    print(f"{page.name}: {complaint}")
                    wrong += 1
                if screenshots := os.environ.get("SCREENSHOT_DIR"):
                    for width in WIDTHS:
                        browser.open(page, width, "light" if width != 800 else "dark")
                        shot = browser.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
                        pathlib.Path(screenshots, f"{page.stem}.{width}.png").write_bytes(base64.b64decode(shot))
                print(f"looked at {page.name}")
        finally:
            browser.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
