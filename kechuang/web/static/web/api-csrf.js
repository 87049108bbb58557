// Swagger's start-up script looks for the token against forged requests on <body>; the page of the house has it here.
(() => {
  const { csrfToken, apiCsrf } = document.getElementById("api-csrf").dataset;
  Object.assign(document.body.dataset, { csrfToken, apiCsrf });
})();
