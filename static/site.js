// Small helps on top of pages that work without them: GOV.UK components, and a warning before the session ends.
import { initAll } from './govuk/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

const minutes = Number(document.body.dataset.idleMinutes || 0)
const token = document.querySelector('input[name="csrf_token"]')

function warnBeforeTheEnd () {
  const dialog = document.createElement('dialog')
  dialog.className = 'idle-warning'
  dialog.setAttribute('aria-labelledby', 'idle-warning-title')
  const title = document.createElement('h2')
  title.id = 'idle-warning-title'
  title.className = 'govuk-heading-m'
  title.textContent = 'You will be signed out in 2 minutes'
  const text = document.createElement('p')
  text.className = 'govuk-body'
  text.textContent = 'This protects the families whose files are open. Choose to stay if you are still working.'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button'
  button.textContent = 'Stay signed in'
  button.addEventListener('click', async () => {
    await fetch('/session/extend', {
      method: 'POST',
      headers: { 'X-CSRFToken': token.value },
      credentials: 'same-origin'
    })
    dialog.close()
    dialog.remove()
    start()
  })
  dialog.append(title, text, button)
  document.body.append(dialog)
  dialog.showModal()
}

function start () {
  window.setTimeout(warnBeforeTheEnd, Math.max(minutes - 2, 1) * 60 * 1000)
}

if (minutes && token) start()
