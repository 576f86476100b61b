(function () {
  'use strict';

  var doc = document;
  var RESEND_MS = 8000;
  var LOADING_MS = 400;
  var WARNING_MINUTES = 5;

  function element(tag, className, text) {
    var node = doc.createElement(tag);
    if (className) { node.className = className; }
    if (text) { node.appendChild(doc.createTextNode(text)); }
    return node;
  }

  function remove(node) {
    if (node && node.parentNode) { node.parentNode.removeChild(node); }
  }

  function each(list, action) {
    for (var i = 0; i < list.length; i++) { action(list[i]); }
  }

  function find(scope, selector) {
    if (!scope || !scope.querySelector) { return null; }
    return scope.matches && scope.matches(selector) ? scope : scope.querySelector(selector);
  }

  function focus(node) {
    if (!node) { return; }
    if (node.tabIndex < 0 && !node.hasAttribute('tabindex')) { node.setAttribute('tabindex', '-1'); }
    node.focus();
  }

  function announce(text) {
    var region = doc.getElementById('annonce');
    if (!region) { return; }
    region.textContent = '';
    // A screen reader repeats the same sentence only after the region was seen empty.
    setTimeout(function () { region.textContent = text; }, 60);
  }

  /* Passwords */

  function addShowButton(input) {
    if (input.getAttribute('data-show')) { return; }
    var button = element('button', 'button button-outline', 'Afficher');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.setAttribute('aria-label', 'Afficher le mot de passe');
    button.setAttribute('aria-controls', input.id);
    button.addEventListener('click', function () {
      var shown = input.type === 'password';
      input.type = shown ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(shown));
    });
    input.setAttribute('data-show', '1');
    input.parentNode.insertBefore(button, input.nextSibling);
    input.parentNode.insertBefore(doc.createTextNode(' '), button);
  }

  function hidePasswords(form) {
    each(form.querySelectorAll('input[data-show]'), function (input) {
      input.type = 'password';
      input.nextElementSibling.setAttribute('aria-pressed', 'false');
    });
  }

  function enhance(scope) {
    if (scope.querySelectorAll) { each(scope.querySelectorAll('input[type="password"]'), addShowButton); }
  }

  /* Double submit */

  function onSubmit(event) {
    var form = event.target;
    if ((form.getAttribute('method') || '').toLowerCase() !== 'post') { return; }
    var by = event.submitter || doc.activeElement;
    var key = by && by.form === form ? by.name + '=' + by.value : '';
    if (form.sentAt && form.sentBy === key && Date.now() - form.sentAt < RESEND_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.sentAt = Date.now();
    form.sentBy = key;
    hidePasswords(form);
  }

  function releaseForms() {
    each(doc.forms, function (form) { form.sentAt = 0; });
  }

  /* Switcher */

  function closeSwitcher(event) {
    var details = doc.querySelector('details.struct[open]');
    var escaped = event.key === 'Escape' || event.key === 'Esc';
    if (!details || !(escaped || event.type === 'click' && !details.contains(event.target))) { return; }
    details.removeAttribute('open');
    if (escaped) { details.querySelector('summary').focus(); }
  }

  /* HTMX */

  var loading = element('span', 'loading');
  loading.setAttribute('role', 'status');
  var waiting = 0;
  var timer = null;
  var dimmed = [];

  function onRequest(event) {
    var target = event.detail.target;
    waiting += 1;
    if (target) { dimmed.push(target); }
    if (timer) { return; }
    timer = setTimeout(function () {
      loading.textContent = 'Chargement…';
      each(dimmed, function (node) { node.classList.add('is-loading'); });
    }, LOADING_MS);
  }

  function onAnswer(event) {
    waiting = Math.max(0, waiting - 1);
    if (event.detail.elt) { event.detail.elt.sentAt = 0; }
    if (event.detail.successful) {
      remove(doc.getElementById('erreur-htmx'));
      restartSession();
    }
    if (waiting) { return; }
    clearTimeout(timer);
    timer = null;
    loading.textContent = '';
    each(dimmed, function (node) { node.classList.remove('is-loading'); });
    dimmed = [];
  }

  function onSettle(event) {
    var scope = event.target;
    var request = event.detail.requestConfig;
    var speaker = find(scope, '[data-annonce]');
    if (speaker) { announce(speaker.getAttribute('data-annonce')); }
    var wanted = find(scope, '[data-focus]');
    var next = request && request.elt.getAttribute('data-then-focus');
    focus(wanted || (next && find(scope, next)));
  }

  function showError(text) {
    var main = doc.getElementById('contenu');
    remove(doc.getElementById('erreur-htmx'));
    var box = element('div', 'box box-erreur');
    box.id = 'erreur-htmx';
    box.setAttribute('role', 'group');
    var title = element('h2', 'box-title', 'La page n’a pas pu être mise à jour');
    title.id = 'erreur-htmx-titre';
    box.setAttribute('aria-labelledby', title.id);
    box.appendChild(title);
    box.appendChild(element('p', '', text));
    var line = element('p');
    var link = element('a', '', 'Recharger la page');
    link.href = location.href.split('#')[0];
    line.appendChild(link);
    box.appendChild(line);
    main.insertBefore(box, main.firstChild);
    focus(box);
  }

  function onRefusal(event) {
    var status = event.detail.xhr.status;
    var text = 'Une erreur est survenue de notre côté. Réessayez dans quelques minutes.';
    if (status === 403) { text = 'Cette action n’est pas autorisée.'; }
    if (status === 404) { text = 'Cet élément est introuvable.'; }
    if (status === 409) { text = 'Ces informations ont changé entre-temps, ou vous avez changé de compte.'; }
    if (status === 400) { text = 'La page est restée ouverte trop longtemps. Rien n’a été enregistré.'; }
    if (status === 429) { text = 'Trop de tentatives. Patientez quelques minutes.'; }
    showError(text);
  }

  /* Session */

  var minutes = 0;
  var lastSeen = Date.now();
  var sessionBox = null;

  function restartSession() {
    lastSeen = Date.now();
    remove(sessionBox);
    sessionBox = null;
  }

  function stayConnected() {
    var url = doc.body.getAttribute('data-session-url');
    var request = new XMLHttpRequest();
    request.open('GET', url);
    request.onload = function () {
      // A session already over is redirected to the sign-in page.
      var redirected = request.responseURL && request.responseURL.indexOf(url) < 0;
      if (request.status !== 200 || redirected) { showSession(true); return; }
      restartSession();
      announce('Vous restez connecté.');
      focus(doc.getElementById('contenu'));
    };
    request.send();
  }

  function showSession(over) {
    var text = over ? 'Votre session a expiré.' : 'Vous serez déconnecté dans ' + WARNING_MINUTES + ' minutes.';
    if (sessionBox && sessionBox.over === over) { return; }
    remove(sessionBox);
    sessionBox = element('div', 'box box-attention session');
    sessionBox.over = over;
    sessionBox.setAttribute('role', 'region');
    sessionBox.setAttribute('aria-label', 'Session');
    sessionBox.appendChild(element('p', '', text));
    var button = element('button', 'button', over ? 'Se reconnecter' : 'Rester connecté');
    button.type = 'button';
    button.addEventListener('click', over ? function () { location.reload(); } : stayConnected);
    sessionBox.appendChild(button);
    doc.body.appendChild(sessionBox);
    announce(text);
  }

  function watchSession() {
    var idle = (Date.now() - lastSeen) / 60000;
    if (idle >= minutes) {
      showSession(true);
    } else if (idle >= minutes - WARNING_MINUTES) {
      showSession(false);
    }
  }

  /* Frame */

  function markFrame() {
    doc.documentElement.classList.add('integre');
    var list = doc.querySelector('.account');
    if (!list || doc.querySelector('.full-page')) { return; }
    var item = element('li');
    var link = element('a', 'full-page', 'Ouvrir en pleine page');
    link.href = location.href;
    link.target = '_top';
    item.appendChild(link);
    list.insertBefore(item, list.firstChild);
  }

  if (window.self !== window.top) { markFrame(); }
  doc.body.appendChild(loading);
  enhance(doc);
  var asked = doc.getElementById(location.hash.slice(1));
  if (asked) { asked.open = true; }
  focus(doc.querySelector('[data-focus]'));
  minutes = Number(doc.body.getAttribute('data-session-minutes'));
  if (minutes > WARNING_MINUTES) { setInterval(watchSession, 15000); }

  doc.addEventListener('submit', onSubmit, true);
  doc.addEventListener('keydown', closeSwitcher);
  doc.addEventListener('click', closeSwitcher);
  window.addEventListener('pageshow', releaseForms);
  doc.addEventListener('htmx:beforeRequest', onRequest);
  doc.addEventListener('htmx:afterRequest', onAnswer);
  doc.addEventListener('htmx:load', function (event) { enhance(event.target); });
  doc.addEventListener('htmx:afterSettle', onSettle);
  doc.addEventListener('htmx:responseError', onRefusal);
  each(['htmx:sendError', 'htmx:timeout'], function (name) {
    doc.addEventListener(name, function () {
      showError('Le serveur ne répond pas. Votre saisie est conservée : réessayez dans un instant.');
    });
  });
}());
