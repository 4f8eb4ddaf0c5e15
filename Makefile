tool := go tool -modfile=.ci/tools.mod

.PHONY: help run test bench check generate
.SILENT: help

help: ## say what there is to make
	awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## start the portal, with a database of its own in data/
	.ci/need run
	go run ./web

test: ## run every test: rules, store, handlers, browser
	.ci/need test
	go test -timeout 40m ./...

bench: ## measure the portal against what this machine can do
	.ci/need bench
	go run ./web/bench

check: ## look at format, lint, modules and generated code; change nothing
	test -z "$$($(tool) gofumpt -l . | tee /dev/stderr)" # lists what is not formatted
	go vet ./...
	$(tool) staticcheck ./...
	go mod tidy -diff
	go tool templ generate -check -log-level warn

generate: ## write what comes from the templates: their Go, and the list of sentences
	go tool templ generate -log-level warn
	go run ./views/i18n/extract
