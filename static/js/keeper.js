/* The worker of the workshop. It keeps the wizard's pages of whoever is logged in, and our own files, so that she can go
   on without a line. Nothing else is kept: no money, no orders, no addresses. */
const STEP = /^\/workshop\/drafts\/\d+\/[a-z]+$/;
const DRAFT = /^\/workshop\/drafts\/\d+$/;
const NO_LINE = '/workshop/on-phone';
const PATIENCE = 8000;

const shelf = (person) => caches.open(`pages-${person}`);
const who = async () => (await (await caches.open('who')).match('/who'))?.text();

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

/* The server names the person on every page of the workshop; a page without the name is never kept. */
const remember = async (path, answer) => {
  const person = answer.headers.get('Kept-For');
  if (!person || !answer.ok || answer.redirected) return;
  if (person !== await who()) await (await caches.open('who')).put('/who', new Response(person));
  if (STEP.test(path) || path === NO_LINE) await (await shelf(person)).put(path, answer);
};

const exactly = async (address) => {
  const person = await who();
  return person && (await shelf(person)).match(address.pathname);
};

/* Without a line: a draft opens at its first page, and whatever is not kept shows what is. */
const instead = async (address) => {
  const first = new URL(`${address.pathname}/photo`, location.origin);
  if (DRAFT.test(address.pathname) && await exactly(first)) return Response.redirect(first);
  return exactly(new URL(NO_LINE, location.origin));
};

const page = async (event) => {
  const address = new URL(event.request.url);
  if (address.search === '?refused') {
    const person = await who();
    const refused = person && await (await shelf(person)).match(address.pathname + address.search);
    if (refused) return refused;
  }
  const fetched = fetch(event.request).then((answer) => {
    event.waitUntil(remember(address.pathname, answer.clone()));
    return answer;
  });
  const same = await exactly(address);
  const late = new Promise((done) => { if (same) setTimeout(done, PATIENCE, same); });
  try {
    return await Promise.race([fetched, late]);
  } catch (fault) {
    if (event.request.mode !== 'navigate') throw fault;
    return same || await instead(address) || Response.error();
  }
};

/* Their addresses carry a fingerprint: what was fetched once is good, and a newer one takes its place. */
const file = async (request) => {
  const files = await caches.open('files');
  const found = await files.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) {
    await files.delete(request.url, { ignoreSearch: true });
    await files.put(request.url, answer.clone());
  }
  return answer;
};

addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  if (address.pathname.startsWith('/static/')) event.respondWith(file(request));
  else if (request.mode === 'navigate' || STEP.test(address.pathname) || address.pathname === NO_LINE) {
    event.respondWith(page(event));
  }
});
