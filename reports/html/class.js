
const search = document.getElementById('search');
const rows = Array.from(document.querySelectorAll('#students tbody tr'), row => ({row, text: row.textContent.toLowerCase()}));
search.addEventListener('input', () => {
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  for (const {row, text} of rows) {
    row.hidden = !text.includes(wanted);
    if (!row.hidden) shown += 1;
  }
  document.getElementById('shown').textContent = shown + ' of ' + rows.length + ' shown';
});
