module jolara.com/privacy

go 1.26.0

tool github.com/a-h/templ/cmd/templ

require (
	codeberg.org/go-pdf/fpdf v0.12.0 // papers: PDF with only those characters of a font that are on them
	github.com/PuerkitoBio/goquery v1.10.3 // tests ask pages by selector
	github.com/a-h/templ v0.3.1020 // templates that are type-checked and escape by themselves
	github.com/alecthomas/kong v1.17.0 // sub-commands and their help
	github.com/alexedwards/argon2id v1.0.0 // password hashing, in OWASP's first choice
	github.com/alexedwards/scs/v2 v2.9.0 // sessions
	github.com/caarlos0/env/v11 v11.4.2 // settings from the environment
	github.com/chromedp/cdproto v0.0.0-20250724212937-08a3db8b4327 // the protocol of chromedp, which has no versions of its own
	github.com/chromedp/chromedp v0.14.2 // tests walk through the portal in a real browser
	github.com/danielgtaylor/huma/v2 v2.37.2 // the JSON API and its OpenAPI document
	github.com/emersion/go-smtp v0.25.1 // tests and bench receive mail from a real SMTP server
	github.com/google/uuid v1.6.0 // time-ordered ids (RFC 9562, version 7)
	github.com/jackc/pgx/v5 v5.13.0 // PostgreSQL: pool, batches in one round trip
	github.com/labstack/echo/v4 v4.16.0 // routes and middleware
	github.com/leonelquinteros/gotext v1.7.2 // translation catalogues (gettext)
	github.com/nyaruka/phonenumbers v1.8.1 // phone numbers in one form (E.164)
	github.com/peterldowns/pgtestdb v0.1.1 // a database for each test, from a template
	github.com/pressly/goose/v3 v3.29.0 // migrations in SQL
	github.com/riverqueue/river v0.41.0 // jobs in PostgreSQL, enqueued in the change's own transaction
	github.com/riverqueue/river/riverdriver v0.41.0 // to hand its listener a connection of its own kind
	github.com/riverqueue/river/riverdriver/riverdatabasesql v0.41.0 // River inside a GORM transaction
	github.com/riverqueue/river/riverdriver/riverpgxv5 v0.41.0 // River's workers on the pool
	github.com/segmentio/encoding v0.5.4 // what pages show of people is read three times as fast as by encoding/json
	github.com/wneessen/go-mail v0.8.1 // mail by SMTP, with headers that cannot be injected
	gocloud.dev v0.47.0 // files in a folder or in S3, by one setting
	golang.org/x/image v0.46.0 // WebP's decoder and a scaler: the standard library has neither
	golang.org/x/sync v0.24.0 // the files of several entries erased at once
	gorm.io/driver/postgres v1.6.3 // GORM on PostgreSQL
	gorm.io/gorm v1.31.2 // transactions and rows that are not hot
	pgregory.net/rapid v1.3.0 // property tests
)

require (
	github.com/a-h/parse v0.0.0-20250122154542-74294addb73e // indirect
	github.com/andybalholm/brotli v1.2.6 // indirect
	github.com/andybalholm/cascadia v1.3.3 // indirect
	github.com/aws/aws-sdk-go-v2 v1.46.0 // indirect
	github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream v1.7.20 // indirect
	github.com/aws/aws-sdk-go-v2/config v1.33.3 // indirect
	github.com/aws/aws-sdk-go-v2/credentials v1.20.3 // indirect
	github.com/aws/aws-sdk-go-v2/feature/ec2/imds v1.19.2 // indirect
	github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager v0.4.3 // indirect
	github.com/aws/aws-sdk-go-v2/internal/configsources v1.5.2 // indirect
	github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 v2.8.2 // indirect
	github.com/aws/aws-sdk-go-v2/internal/v4a v1.5.2 // indirect
	github.com/aws/aws-sdk-go-v2/service/internal/accept-encoding v1.13.19 // indirect
	github.com/aws/aws-sdk-go-v2/service/internal/checksum v1.11.2 // indirect
	github.com/aws/aws-sdk-go-v2/service/internal/presigned-url v1.14.2 // indirect
	github.com/aws/aws-sdk-go-v2/service/internal/s3shared v1.20.2 // indirect
	github.com/aws/aws-sdk-go-v2/service/s3 v1.111.0 // indirect
	github.com/aws/aws-sdk-go-v2/service/signin v1.9.0 // indirect
	github.com/aws/aws-sdk-go-v2/service/sso v1.37.0 // indirect
	github.com/aws/aws-sdk-go-v2/service/ssooidc v1.42.0 // indirect
	github.com/aws/aws-sdk-go-v2/service/sts v1.49.0 // indirect
	github.com/aws/smithy-go v1.28.1 // indirect
	github.com/cenkalti/backoff/v4 v4.3.0 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/chromedp/sysutil v1.1.0 // indirect
	github.com/cli/browser v1.3.0 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/fatih/color v1.16.0 // indirect
	github.com/fsnotify/fsnotify v1.10.1 // indirect
	github.com/go-json-experiment/json v0.0.0-20250725192818-e39067aee2d2 // indirect
	github.com/go-logr/logr v1.4.4 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/gobwas/httphead v0.1.0 // indirect
	github.com/gobwas/pool v0.2.1 // indirect
	github.com/gobwas/ws v1.4.0 // indirect
	github.com/google/wire v0.7.0 // indirect
	github.com/googleapis/gax-go/v2 v2.24.1 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/jinzhu/inflection v1.0.0 // indirect
	github.com/jinzhu/now v1.1.5 // indirect
	github.com/labstack/gommon v0.5.0 // indirect
	github.com/lib/pq v1.12.3 // indirect
	github.com/mattn/go-colorable v0.1.15 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mfridman/interpolate v0.0.2 // indirect
	github.com/natefinch/atomic v1.0.1 // indirect
	github.com/riverqueue/river/rivershared v0.41.0 // indirect
	github.com/riverqueue/river/rivertype v0.41.0 // indirect
	github.com/segmentio/asm v1.2.1 // indirect
	github.com/sethvargo/go-retry v0.5.0 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	github.com/tidwall/gjson v1.19.0 // indirect
	github.com/tidwall/match v1.2.0 // indirect
	github.com/tidwall/pretty v1.2.1 // indirect
	github.com/tidwall/sjson v1.2.5 // indirect
	github.com/valyala/bytebufferpool v1.0.0 // indirect
	github.com/valyala/fasttemplate v1.2.2 // indirect
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/otel v1.47.0 // indirect
	go.opentelemetry.io/otel/log v1.47.0 // indirect
	go.opentelemetry.io/otel/metric v1.47.0 // indirect
	go.opentelemetry.io/otel/sdk v1.46.0 // indirect
	go.opentelemetry.io/otel/sdk/metric v1.46.0 // indirect
	go.opentelemetry.io/otel/trace v1.47.0 // indirect
	go.uber.org/goleak v1.3.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	golang.org/x/xerrors v0.0.0-20240903120638-7835f813f4da // indirect
	google.golang.org/api v0.297.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20261005182115-fad411399dd8 // indirect
	google.golang.org/grpc v1.84.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)
