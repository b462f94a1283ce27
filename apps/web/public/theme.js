// Runs before the first paint, so that a chosen theme never flashes the other one.
(function () {
  try {
    const chosen = localStorage.getItem('inkwell.theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    document.documentElement.removeAttribute('data-theme');
  }
})();
