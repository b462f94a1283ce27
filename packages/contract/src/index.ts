/** The HTTP contract: routes as a table, schemas, errors, the OpenAPI document. See README.md. */
export * from './types.ts';
export * from './errors.ts';
export { errorPage } from './error-page.ts';
export type { ErrorPage } from './error-page.ts';
export { cursor, id, idempotencyKey } from './ids.ts';
export { COMMON_ERRORS, errorsOf } from './route.ts';
export { routeList, routes } from './routes/index.ts';
export { EMPTY_DOCUMENT, documentContent } from './schemas/document-content.ts';
export { brief as briefSchema } from './schemas/documents.ts';
export { templateBody, templateFile } from './schemas/templates.ts';
export { appRouteList, appRoutes } from './app.ts';
export { gatewayRouteList, gatewayRoutes } from './gateway.ts';
export { openAiErrorOf } from './openai-error.ts';
export { invalidRequest, parseRequest } from './parse.ts';
export type { ParsedRequest } from './parse.ts';
export { openApiDocument } from './openapi.ts';
export type { DocumentOptions } from './openapi.ts';
export { paymentRoutes } from './payments.ts';
