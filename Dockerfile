# The portal as an image: one static program for an unprivileged user, and nothing beside it, no shell either.
#
#   docker build -t jolara-privacy .
#
# It needs DATABASE_URL and SECRET_KEY; compose.yaml starts it with a PostgreSQL of its own.

FROM golang:1.26.8 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# Of the libraries behind a bucket nothing is inlined: its requests take no longer for it, and the program is 2 MB smaller.
RUN CGO_ENABLED=0 go build -ldflags='-s -w' -gcflags='github.com/aws/...=-l' -gcflags='google.golang.org/...=-l' -o /out/portal ./web
RUN mkdir /out/data

FROM scratch
# Whom to trust on the way to a mail server or a bucket. Time zones are in the program.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 --chmod=700 /out/data /data
COPY --from=build /out/portal /portal
# The fonts are in the program, and their licence comes with every copy.
COPY LICENSE static/fonts/LICENSE-*.txt /licences/
USER 65532:65532
ENV ADDR=:8080 DATA_DIR=/data LOG_FORMAT=json
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/portal", "health"]
ENTRYPOINT ["/portal"]
