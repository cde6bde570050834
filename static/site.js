// Small helps on pages that work without them: the GOV.UK components, tables that can be scrolled with the keyboard,
// and a warning before the session ends.

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
import(document.documentElement.dataset.components).then(components => components.initAll())

// A table is a stop of the keyboard only where it has to be scrolled.
const frames = new ResizeObserver(entries => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
    else target.removeAttribute('tabindex')
  }
})
document.querySelectorAll('.table-frame').forEach(frame => frames.observe(frame))

const { idleMinutes, extend, signIn } = document.body.dataset
if (idleMinutes) watch(Number(idleMinutes) * 60_000)

// Warn two minutes before the server ends the session, let the reader stay, and hide the page once it is over (D6.01).
// Any tab in which something was done counts for all; the only thing shared between them is that time.
function watch (idle) {
  const SEEN = 'ppsweb.seen'
  const warning = Math.min(120_000, idle / 2)
  let seen = Date.now()
  let dialog = null
  let over = false

  function active (at = Date.now()) {
    seen = at
    try { window.localStorage.setItem(SEEN, String(at)) } catch { /* then each tab counts by itself */ }
  }

  function look () {
    const left = seen + idle - Date.now()
    if (over) return
    if (left <= 0) end()
    else if (left <= warning && !dialog) warn(left)
    else if (left > warning && dialog) close()
  }

  function close () {
    dialog.close()
    dialog.remove()
    dialog = null
  }

  function show (title, text, buttons) {
    if (dialog) close()
    dialog = document.createElement('dialog')
    dialog.className = 'idle-warning'
    dialog.setAttribute('aria-labelledby', 'idle-title')
    dialog.setAttribute('aria-describedby', 'idle-text')
    const group = element('div', { className: 'govuk-button-group' })
    group.append(...buttons)
    dialog.append(
      element('h2', { id: 'idle-title', className: 'govuk-heading-m', textContent: title }),
      element('p', { id: 'idle-text', className: 'govuk-body', textContent: text }),
      group
    )
    document.body.append(dialog)
    dialog.showModal()
  }

  function warn (left) {
    const minutes = Math.max(1, Math.round(left / 60_000))
    show(
      `You will be signed out in ${minutes} minute${minutes === 1 ? '' : 's'}`,
      'This protects the families whose files are open. What you have typed on this page is not saved yet.',
      [button('Stay signed in', stay), button('Sign out', signOut, 'govuk-button--secondary')]
    )
    dialog.addEventListener('cancel', event => { event.preventDefault(); stay() }) // the Escape key
  }

  async function stay () {
    let answer
    try {
      answer = await fetch(extend, { method: 'POST', redirect: 'manual', headers: { 'X-CSRFToken': token() } })
    } catch {
      dialog.querySelector('#idle-text').textContent = 'The site does not answer. Try again.'
      return
    }
    if (answer.ok) {
      active()
      look()
    } else {
      end()
    }
  }

  // The server has ended the session by now. A form that is sent too late is not lost: it is kept, and stands in its
  // page when the same person has signed in again.
  function end () {
    over = true
    document.body.classList.add('session-over')
    const form = typedIn()
    const page = encodeURIComponent(window.location.pathname + window.location.search)
    const again = () => window.location.assign(`${signIn}?next=${page}`)
    show(
      'You have been signed out',
      form
        ? 'Nothing was sent for a while. Keep what you have typed: it stands in the form again when you have signed in.'
        : 'Nothing was sent for a while, so this page was closed to protect the families in it.',
      form
        ? [button('Keep it and sign in', () => form.submit()), button('Sign in without it', again, 'govuk-button--secondary')]
        : [button('Sign in', again)]
    )
    dialog.addEventListener('cancel', event => event.preventDefault())
    document.title = 'Signed out'
  }

  active()
  window.addEventListener('storage', event => {
    if (event.key !== SEEN || !event.newValue) return
    seen = Math.max(seen, Number(event.newValue))
    look()
  })
  document.addEventListener('visibilitychange', look)
  window.addEventListener('pageshow', look)
  window.setInterval(look, 5_000)
}

function token () {
  return document.querySelector('input[name="csrf_token"]').value
}

function signOut () {
  document.querySelector('.site-header__form').submit()
}

// The first form in which something was changed.
function typedIn () {
  const changed = field => field.type === 'checkbox' || field.type === 'radio'
    ? field.checked !== field.defaultChecked
    : field.type !== 'hidden' && field.value !== undefined && field.defaultValue !== undefined && field.value !== field.defaultValue
  return [...document.querySelectorAll('main form[method="post"]')].find(form => [...form.elements].some(changed))
}

function element (tag, properties) {
  return Object.assign(document.createElement(tag), properties)
}

function button (text, act, classes = '') {
  const made = element('button', { type: 'button', className: `govuk-button ${classes}`, textContent: text })
  made.addEventListener('click', act)
  return made
}
