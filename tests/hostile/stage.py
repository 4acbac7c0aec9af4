"""Shows answers in Chromium and tells what of them ran, or could run when touched."""

from typing import Any
from urllib.parse import urlsplit

HOST = "http://localhost"

# Runs before anything of a page: whoever calls `hit` is caught.
_TRAP = """
window.__hits = [];
window.hit = number => { window.__hits.push(String(number)); return ''; };
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = () => undefined;
document.addEventListener('securitypolicyviolation', told =>
  window.__hits.push('CSP ' + told.effectiveDirective + ' ' + told.blockedURI));
"""
# What would run when somebody touches it: looked for in the page as it stands.
_LOOK = r"""
() => {
  const found = window.__hits.slice();
  const scheme = /^[\s\x00-\x20]*(java|vb|live)script[\s\x00-\x20]*:|^[\s]*data:text/i;
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (!node.attributes) continue;
    for (const each of node.attributes) {
      const name = each.name.toLowerCase();
      if (name.startsWith('on') && each.value.includes('hit'))
        found.push('handler ' + node.tagName + ' ' + name);
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc',
           'poster', 'ping', 'background'].includes(name)
          && (scheme.test(each.value) || name === 'srcdoc'))
        found.push('address ' + node.tagName + ' ' + each.value.slice(0, 80));
      if (name === 'style' && each.value.includes('hit'))
        found.push('style ' + node.tagName);
      if (/^(data-)?hx-/.test(name) && each.value.includes('hit('))
        found.push('htmx ' + node.tagName + ' ' + name);
    }
    const tag = node.tagName.toLowerCase();
    const kind = (node.getAttribute('type') || '').toLowerCase();
    if (tag === 'script' && !kind.includes('json') && node.textContent.includes('hit('))
      found.push('script ' + node.textContent.slice(0, 80));
    if (tag === 'script' && kind.includes('json'))
      try { JSON.parse(node.textContent); } catch (e) { found.push('broken data'); }
    if (tag === 'style' && node.textContent.includes('hit'))
      found.push('style sheet');
    if (['base', 'object', 'embed', 'applet', 'frameset'].includes(tag))
      found.push('element ' + tag);
  }
  if (/made\d/.test(document.body ? document.body.innerHTML : ''))
    found.push('template ' + document.body.innerHTML.match(/.{0,40}made\d.{0,20}/)[0]);
  return found;
}
"""
# Text fields of all forms of the page, and the rest as it stands.
_FORMS = r"""
() => [...document.forms].map(form => [form,
  new URL(form.getAttribute('action') || '', location.href)]).map(([form, to]) => ({
  action: to.pathname + to.search,
  method: form.method,
  fields: [...form.elements].filter(each => each.name && !each.disabled
      && !['submit', 'button', 'image', 'reset'].includes(each.type)).map(each => ({
    name: each.name, type: each.type, value: each.value, checked: each.checked,
    most: each.maxLength,
    options: each.options ? [...each.options].map(one => one.value) : []})),
  buttons: [...form.elements].filter(each => each.name && each.type === 'submit')
    .map(each => [each.name, each.value]),
}))
"""


class Stage:
    """One window; pages are given to it as they came from the test client.

    :param policy: whether the security policy of an answer holds
    """

    def __init__(self, browser: Any, client: Any, *, policy: bool) -> None:
        self._client = client
        self._policy = policy
        self._files: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self._shown: tuple[str, Any] = ("", None)
        self._context = browser.new_context(
            service_workers="block", bypass_csp=not policy
        )
        self._context.add_init_script(_TRAP)
        self.page = self._context.new_page()
        self.page.route("**/*", self._answer)
        self.page.on("dialog", lambda dialog: dialog.dismiss())

    def close(self) -> None:
        self._context.close()

    def look(self, address: str, answer: Any) -> list[str]:
        """Show an answer and return what ran or could."""
        self._shown = (HOST + address, answer)
        self.page.goto(HOST + address, wait_until="load")
        return list(self.page.evaluate(_LOOK))

    def forms(self) -> list[dict[str, Any]]:
        """Return the forms of the page that is shown."""
        return list(self.page.evaluate(_FORMS))

    def _answer(self, route: Any) -> None:
        address, answer = self._shown
        request = route.request
        if request.url == address and request.is_navigation_request():
            headers = dict(answer.headers)
            route.fulfill(status=200, headers=headers, body=answer.body)
            return
        parts = urlsplit(request.url)
        is_ours = f"{parts.scheme}://{parts.netloc}" == HOST
        if not is_ours or not parts.path.startswith("/static/"):
            route.abort()
            return
        if request.resource_type in {"font", "image"}:
            route.fulfill(status=200, body=b"")
            return
        status, headers, body = self._file(parts.path)
        route.fulfill(status=status, headers=headers, body=body)

    def _file(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path not in self._files:
            answer = self._client.get(path)
            body = (
                b"".join(answer.streaming_content)
                if answer.streaming
                else answer.content
            )
            self._files[path] = (answer.status_code, dict(answer.headers), body)
        return self._files[path]
