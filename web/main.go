// Command web is the privacy portal: `go run ./web` serves it, `go run ./web --help` tells the rest.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"jolara.com/privacy/web/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := app.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
