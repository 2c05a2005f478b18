// Nothing leaves the page but requests to the service itself; a token that is typed in is gone with the page.
SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#reference',
  layout: 'BaseLayout',
  deepLinking: true,
  displayOperationId: true,
  showExtensions: true,
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
});
