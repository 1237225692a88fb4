/* What this phone keeps: steps that wait for the line, and drafts whose pages are here. */
(() => {
  const { kept, sender } = window;
  if (!sender) return;
  const waiting = document.querySelector('[data-waiting]');
  const drafts = document.querySelector('[data-drafts]');

  const link = (path, words) => {
    const way = document.createElement('a');
    way.href = path;
    way.textContent = words;
    return way;
  };

  const row = (step) => {
    const item = document.createElement('li');
    item.append(link(step.refused && !step.said ? `${step.path}?refused` : step.path, step.title), step.said ?? '');
    if (step.said) {
      const drop = document.createElement('button');
      drop.className = 'btn-plain';
      drop.textContent = waiting.dataset.drop;
      drop.addEventListener('click', async () => { await kept.remove(step.id); await show(); });
      item.append(drop);
    }
    return item;
  };

  const show = async () => {
    const steps = await sender.steps();
    waiting.replaceChildren(...steps.map(row));
    document.querySelector('[data-none]').hidden = steps.length > 0;
    const pages = (await (await kept.pages(sender.me)).keys()).map((page) => new URL(page.url).pathname);
    const first = pages.filter((path) => path.endsWith('/photo'));
    drafts.replaceChildren(...first.map((path) => {
      const item = document.createElement('li');
      item.append(link(path, waiting.dataset.goOn));
      return item;
    }));
    drafts.parentElement.hidden = !first.length;
  };
  document.addEventListener('flushed', show);
  show();
})();
