# The tag says which Node; the digest is that of the index for all architectures, amd64 and arm64 among them.
# To have a newer one, look its digest up: docker buildx imagetools inspect node:24.21.0-trixie-slim
ARG NODE_IMAGE=docker.io/library/node:24.21.0-trixie-slim@sha256:173f125896c3b47ddf056734c7ea789d04595a6a08769a8f78e0df642781fb66

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without what only tests need, and without the Node that comes along for older machines. No package needs a script.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
COPY . .
RUN mkdir -m 777 node_modules/.cache && mkdir -m 700 -p ../volume/state ../volume/backups
# The bot cannot write where it keeps what V8 made of its modules, so this is made here, by the user whom it is for.
USER 10001
RUN node --import ./adapters/node-version.mjs --input-type=module --eval "await Promise.all(['compose', 'slack/slack', 'teams/teams', 'store/embedded/open-store'].map((part) => import('./adapters/' + part + '.ts')))"
USER 0
# Whatever the umask of the machine that builds, everybody may read the program and only root may write it.
RUN chmod -R u=rwX,go=rX .

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Security contact bot" \
      org.opencontainers.image.description="Keeps a Microsoft CSP partner's security contact right and its security alerts answered, in Slack and in Microsoft Teams." \
      org.opencontainers.image.licenses="MIT"
# SUPERVISED: a bot whose ticks stand still ends, so that the container is started again. Run it with a restart policy.
ENV NODE_ENV=production \
    PORT=3978 \
    SUPERVISED=on \
    STATE_DIR=/var/lib/security-contact-bot/state
WORKDIR /app
COPY --from=build --chown=0:0 /app .
COPY --from=build --chown=10001:10001 /volume /var/lib/security-contact-bot
USER 10001:10001
VOLUME /var/lib/security-contact-bot
EXPOSE 3978
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "adapters/process/healthcheck.mjs"]
ENTRYPOINT ["node", "adapters/security-contact.mjs"]
CMD ["serve"]
