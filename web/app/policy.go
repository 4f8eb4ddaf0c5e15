package app

import (
	_ "embed"
	"errors"
	"fmt"
	"os"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

type policyImportCmd struct {
	File string `arg:"" type:"existingfile" help:"The agreement as text: 'Version:' and 'Effective:' lines, then per clause '## id title', its words, 'In short:' and 'Obligations: 3, 4'."`
}

// Run adds a version of the agreement. A version that is there is never changed.
func (c policyImportCmd) Run(p *program) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read the agreement: %w", err)
	}
	policy, err := models.ParsePolicy(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return p.withStore(func(s *store.Store) error {
		err := s.ImportPolicy(p.ctx, policy)
		if errors.Is(err, models.ErrConflict) {
			return fmt.Errorf("version %s was imported with other words, and a version is never changed: give this one a new number", policy.Version)
		}
		if err == nil {
			fmt.Fprintf(p.out, "Version %s counts from %s. Clauses: %d. SHA-256: %s\n", policy.Version, policy.Effective, len(policy.Clauses), policy.Hash)
		}
		return err
	})
}

// demoPolicy is the demo world's agreement.
//
//go:embed demo_policy.txt
var demoPolicy string

// giveDemoPolicy imports the demo world's agreement where there is none.
func (p *program) giveDemoPolicy(s *store.Store) error {
	held, err := s.PolicyVersions(p.ctx)
	if err != nil || len(held) > 0 {
		return err
	}
	policy, err := models.ParsePolicy(demoPolicy)
	if err != nil {
		return fmt.Errorf("the demo world's agreement: %w", err)
	}
	return s.ImportPolicy(p.ctx, policy)
}
