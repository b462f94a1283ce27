# Inkwell as an image: the server, its page and its command line; data in /data unless DATABASE_URL names a server.
# docs/recipes/run-it-for-good.md says how to use it.
ARG NODE_IMAGE=node:26-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY . .
# The image has the pinned Node: its npm package is not needed. Installed again without what only builds and tests.
RUN npm ci --ignore-scripts \
  && ./node_modules/.bin/vite build --logLevel warn apps/web \
  && npm ci --ignore-scripts --omit=dev --workspace @inkwell/server --workspace @inkwell/cli

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
  NODE_OPTIONS="--max-semi-space-size=64 --disable-warning=ExperimentalWarning" \
  HOST=0.0.0.0 \
  INKWELL_DATA_DIR=/data \
  INKWELL_SEED=none
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/packages packages
COPY --from=build /app/apps/server apps/server
COPY --from=build /app/apps/cli apps/cli
COPY --from=build /app/apps/web/dist apps/web/dist
RUN printf '#!/bin/sh\nexec node /app/apps/cli/src/main.ts "$@"\n' > /usr/local/bin/inkwell \
  && chmod 755 /usr/local/bin/inkwell \
  && mkdir /data && chown 1000:1000 /data
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["inkwell"]
CMD ["start"]
