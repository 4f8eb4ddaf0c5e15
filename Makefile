tool := go tool -modfile=.ci/tools.mod

.PHONY: help run test bench bench-bulk check generate
.SILENT: help

help: ## say what there is to make
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: ## start the portal, with a database of its own in data/
	.ci/need run
	go run ./web

test: ## run every test: rules, store, handlers, browser
	.ci/need test
	go test -timeout 75m ./...

bench: ## measure the portal against what this machine can do
	.ci/need bench
	go run ./web/bench

bench-bulk: ## measure what is done to many rows at once
	.ci/need bench
	go run ./web/bench -bulk

check: ## look at format, lint, modules and generated code; change nothing
	test -z "$$($(tool) gofumpt -l . | tee /dev/stderr)" # lists what is not formatted
	go vet ./...
	$(tool) staticcheck ./...
	go mod tidy -diff
	go tool templ generate -check -log-level warn

generate: ## write what comes from the templates: their Go, and the list of sentences
	go tool templ generate -log-level warn
	go run ./views/i18n/extract
