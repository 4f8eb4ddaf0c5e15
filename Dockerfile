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
# Nothing is inlined but of the standard library, of the libraries that every page runs through and of our own rules: of what no page runs
# through (a bucket's, mail, jobs, migrations …) that saves room and costs nobody time, and a component that is inlined is compiled again
# in every page that has it. That is 6 MB less. The tags leave out gRPC's pages about itself, and the YAML of a library of tests that
# River brings along.
RUN CGO_ENABLED=0 go build -trimpath -tags='grpcnotrace testify_yaml_fail' -ldflags='-s -w' \
	-gcflags='all=-l' -gcflags='std=' -gcflags='crypto/tls=-l' -gcflags='crypto/x509/...=-l' \
	-gcflags='encoding/asn1=-l' -gcflags='encoding/gob=-l' -gcflags='encoding/xml=-l' -gcflags='html/template=-l' -gcflags='text/template/...=-l' \
	-gcflags='github.com/jackc/...=' -gcflags='github.com/a-h/...=' -gcflags='github.com/labstack/...=' -gcflags='github.com/alexedwards/...=' \
	-gcflags='github.com/segmentio/...=' -gcflags='golang.org/x/image/...=' -gcflags='jolara.com/privacy/models=' \
	-o /out/portal ./web
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
