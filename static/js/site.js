/* Enhancement only: every action below works as a plain form or link without it. */
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const zone = one('.toast-zone');
  const say = (text, href) => {
    const toast = document.createElement('div');
    toast.className = 'toast';
    toast.append(text);
    if (href) {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = zone.dataset.see;
      toast.append(link);
    }
    zone.append(toast);
    setTimeout(() => toast.remove(), 8000);
  };

  /* Add to basket without leaving the page; whatever goes wrong, the form is sent as it is. */
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (event.submitter?.matches('[data-toast]')) {
      event.preventDefault();
      try {
        const answer = await fetch(form.action, {
          method: 'POST', body: new FormData(form), headers: { 'X-Requested-With': 'fetch' },
        });
        const told = await answer.json();
        if (!answer.ok) throw told;
        all('[data-count]').forEach((count) => { count.textContent = told.count; });
        say(told.sentence, '/basket');
      } catch { form.submit(); }
      return;
    }
    /* A second press sends nothing: the server would recognise it, but the line is slow. */
    if (form.matches('[data-once]')) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = 'yes';
      all('button', form).forEach((button) => button.setAttribute('aria-disabled', 'true'));
    }
  });
  addEventListener('pageshow', () => all('[data-sent]').forEach((form) => {
    delete form.dataset.sent;
    all('button', form).forEach((button) => button.removeAttribute('aria-disabled'));
  }));

  /* A choice that shows its result at once; its button is for those without a script. */
  all('#sort, [data-submit]').forEach((field) => {
    const button = one('.js-hide', field.form);
    if (button) button.hidden = true;
    field.addEventListener('change', () => field.form.requestSubmit(button));
  });

  all('.gal-th a').forEach((link) => link.addEventListener('click', (event) => {
    event.preventDefault();
    one(link.hash).scrollIntoView({
      block: 'nearest', inline: 'center',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
  }));

  one('.err-sum')?.focus();

  /* Photos: made smaller on the phone, so that a slow line can carry them. The original goes where that fails. */
  const shrunk = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size < 600000) return file;
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      let small;
      for (const quality of [0.8, 0.65, 0.5, 0.35]) {
        small = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', quality); });
        if (small.size < 560000) break;
      }
      return new File([small], 'photo.jpg', { type: 'image/jpeg' });
    } catch { return file; /* the server looks at the original */ }
  };
  const shrink = async (input) => {
    const list = new DataTransfer();
    for (const file of [...input.files]) list.items.add(await shrunk(file));
    input.files = list.files;
  };
  all('input[data-shrink]').forEach((input) => input.addEventListener('change', () => {
    const name = one('[data-file-name]', input.parentElement);
    if (!input.files.length) return;
    if (name) name.textContent = input.files[0].name;
    input.shrinking = shrink(input);
  }));

  /* The mentor's keys work only while the product has the focus: not where words are typed, whose keys these are too,
     and «vouch» not from among the reasons for sending it back. */
  const review = one('[data-review]');
  const onward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  review?.addEventListener('keydown', (event) => {
    if (!event.ctrlKey || event.altKey || event.shiftKey) return;
    const typing = event.target.matches('input:not([type=radio], [type=checkbox], [type=file]), textarea, select');
    if (event.key === 'Enter' && !event.target.closest('details')) one('[data-key="vouch"]', review)?.click();
    if (event.key === onward && !typing && review.dataset.next) location.href = review.dataset.next;
  });
})();
