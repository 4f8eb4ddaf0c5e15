// Package app is the program: its commands, its settings, and how the parts are started and stopped.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/localpg"
	"jolara.com/privacy/models/vault"
)

type commands struct {
	Serve   serveCmd   `cmd:"" default:"1" help:"Serve the portal (the default)."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's schema up to date."`
	Demo    demoCmd    `cmd:"" help:"Load the demo world; the first serve with nothing configured does it too."`
	Client  struct {
		Add    clientAddCmd    `cmd:"" help:"Add one of Jolara's systems and print its API key, this once."`
		Revoke clientRevokeCmd `cmd:"" help:"End a system's API key at once."`
	} `cmd:"" help:"Jolara's own systems and their keys."`
	Policy struct {
		Import policyImportCmd `cmd:"" help:"Add a version of the privacy agreement."`
	} `cmd:"" help:"The privacy agreement."`
	Staff struct {
		Add     staffAddCmd     `cmd:"" help:"Add a staff member, or give one a new role or link, and print the link that sets a password, this once."`
		Disable staffDisableCmd `cmd:"" help:"End a staff member's sessions at once and let them in no more."`
	} `cmd:"" help:"Those who work at the privacy desk."`
	Calendar struct {
		Import calendarImportCmd `cmd:"" help:"Add a year's list of holidays and make-up working days."`
	} `cmd:"" help:"Holidays and working days."`
	Deadline deadlineCmd `cmd:"" help:"Count the working days until an answer is due; needs no database."`
	Sweep    sweepCmd    `cmd:"" help:"Erase what has fallen due, as the running portal does every hour."`
	Orphans  orphansCmd  `cmd:"" help:"Count the files that no row speaks of; the running portal erases them daily."`
	Health   healthCmd   `cmd:"" help:"Ask the running portal whether it is ready; for containers."`
}

// program is what every command gets.
type program struct {
	ctx    context.Context
	config Config
	out    io.Writer
	log    *slog.Logger
}

// Run runs one command and returns the exit code: 0, 1 for a failure, 2 for a command line that is not understood.
func Run(ctx context.Context, args []string, out, errs io.Writer) int {
	const failed, misunderstood = 1, 2
	exit := -1
	parser, err := kong.New(&commands{}, kong.Name("web"), kong.Writers(out, errs), kong.Exit(func(code int) { exit = code }),
		kong.Description("Jolara's privacy portal.\n\n"+settingsHelp()), kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: false}))
	if err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help
	}
	if err != nil {
		fmt.Fprintln(errs, err)
		return misunderstood
	}
	config, err := readConfig()
	if err != nil {
		fmt.Fprintln(errs, err)
		return misunderstood
	}
	if err := command.Run(&program{ctx, config, out, config.logger(errs)}); err != nil {
		fmt.Fprintln(errs, err)
		return failed
	}
	return 0
}

// open starts the private PostgreSQL where no other is configured, and opens the store with its schema up to date.
func (p *program) open() (s *store.Store, v *vault.Vault, closeAll func(), err error) {
	var closers []func()
	closeAll = func() {
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i]()
		}
	}
	defer func() {
		if err != nil {
			closeAll()
		}
	}()
	dsn := p.config.DatabaseURL
	if dsn == "" {
		if err := os.MkdirAll(p.config.DataDir, 0o755); err != nil {
			return nil, nil, nil, fmt.Errorf("make DATA_DIR: %w", err)
		}
		server, err := localpg.Start(p.ctx, localpg.Options{Dir: p.config.DataDir, Log: p.log})
		if err != nil {
			return nil, nil, nil, err
		}
		closers = append(closers, func() {
			if err := server.Stop(); err != nil {
				p.log.Error("stop PostgreSQL", "error", err)
			}
		})
		dsn = server.DSN("jolara")
	}
	secret, err := p.config.secret()
	if err != nil {
		return nil, nil, nil, err
	}
	if v, err = vault.New(secret); err != nil {
		return nil, nil, nil, err
	}
	files, err := p.config.filesURL()
	if err != nil {
		return nil, nil, nil, err
	}
	s, err = store.Open(p.ctx, store.Options{
		DSN: dsn, Files: files, Vault: v, Log: p.log, GuardianTo: models.GuardianAge(p.config.GuardianAge),
	})
	if err != nil {
		return nil, nil, nil, err
	}
	closers = append(closers, s.Close)
	if err := s.Migrate(p.ctx); err != nil {
		return nil, nil, nil, err
	}
	return s, v, closeAll, nil
}

// withStore opens the store for one command that ends by itself.
func (p *program) withStore(do func(*store.Store) error) error {
	s, _, closeAll, err := p.open()
	if err != nil {
		return err
	}
	defer closeAll()
	return do(s)
}

type migrateCmd struct{}

// Run migrates; open has done it.
func (migrateCmd) Run(p *program) error {
	return p.withStore(func(*store.Store) error {
		fmt.Fprintln(p.out, "The schema is up to date.")
		return nil
	})
}

type clientAddCmd struct {
	Name string `arg:"" help:"The system's name, such as app or print-service."`
}

// Run adds a client.
func (c clientAddCmd) Run(p *program) error {
	return p.withStore(func(s *store.Store) error {
		key, err := s.AddClient(p.ctx, c.Name)
		if err == nil {
			fmt.Fprintln(p.out, key)
		}
		return err
	})
}

type clientRevokeCmd struct {
	Name string `arg:"" help:"The system's name."`
}

// Run revokes a client's key.
func (c clientRevokeCmd) Run(p *program) error {
	return p.withStore(func(s *store.Store) error { return s.RevokeClient(p.ctx, c.Name) })
}

type sweepCmd struct{}

// Run sweeps once and prints how much was erased.
func (sweepCmd) Run(p *program) error {
	return p.withStore(func(s *store.Store) error {
		swept, err := s.Sweep(p.ctx)
		fmt.Fprintf(p.out, "Found due: %+v\n", swept)
		return err
	})
}

type orphansCmd struct{}

// Run counts files without a row and removes none.
func (orphansCmd) Run(p *program) error {
	return p.withStore(func(s *store.Store) error {
		keys, err := s.Orphans(p.ctx)
		if err == nil {
			fmt.Fprintln(p.out, "Files without a row:", len(keys))
		}
		return err
	})
}

type healthCmd struct{}

// Run asks /readyz of the portal at ADDR.
func (healthCmd) Run(p *program) error {
	const patience = 3 * time.Second
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+dialable(p.config.Addr)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the portal does not answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return errors.New("the portal is not ready: " + response.Status)
	}
	return nil
}
