package app

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

type staffAddCmd struct {
	Email string `arg:"" help:"The address that signs in: nobody else's."`
	Role  string `required:"" enum:"agent,officer,admin" help:"What they do: ${enum}."`
	Name  string `help:"Their name, of which the first and an initial of the last are kept; it is asked for where it is not given."`
}

// Run adds a staff member, or gives one a new role, and prints the link by which they set a password.
func (c staffAddCmd) Run(p *program) error {
	if c.Name == "" {
		fmt.Fprint(p.out, "First name and last name, of which an initial is kept: ")
		typed, _ := bufio.NewReader(os.Stdin).ReadString('\n') // whatever was typed before the end counts
		c.Name = strings.TrimSpace(typed)
	}
	added, err := models.ParseStaff(c.Email, c.Role, c.Name)
	if err != nil {
		return err
	}
	base, err := p.config.baseURL()
	if err != nil {
		return err
	}
	return p.withStore(func(s *store.Store) error {
		token, err := s.AddStaff(p.ctx, added)
		if errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
			return errors.New("a person signs in with this address, and an address is a person's or a staff member's: give another")
		}
		if err == nil {
			fmt.Fprintf(p.out, "They set a password here, once, within %d hours:\n%s\n", int(models.StaffLinkLife.Hours()), base.JoinPath("reset", token))
		}
		return err
	})
}

type staffDisableCmd struct {
	Email string `arg:"" help:"The address that signs in."`
}

// Run keeps a staff member out from now on.
func (c staffDisableCmd) Run(p *program) error {
	email, err := models.ParseEmail(c.Email)
	if err != nil {
		return err
	}
	return p.withStore(func(s *store.Store) error {
		err := s.DisableStaff(p.ctx, email)
		if errors.Is(err, models.ErrNotFound) {
			return errors.New("nobody at the desk signs in with this address")
		}
		if err == nil {
			fmt.Fprintln(p.out, "They are signed out and cannot sign in any more.")
		}
		return err
	})
}

// demoStaff are those who work at the demo world's desk.
var demoStaff = []models.NewStaff{
	{Email: "agent@example.com", Role: models.RoleAgent, FirstName: "Amir", Initial: "H"},
	{Email: "officer@example.com", Role: models.RoleOfficer, FirstName: "Sara", Initial: "B"},
	{Email: "admin@example.com", Role: models.RoleAdmin, FirstName: "Li", Initial: "W"},
}

// giveDemoStaff adds them where they are not there yet: who was disabled or set another password stays so.
func (p *program) giveDemoStaff(s *store.Store) error {
	for _, staff := range demoStaff {
		known, err := s.KnowsStaff(p.ctx, staff.Email)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		link, err := s.AddStaff(p.ctx, staff)
		if err == nil {
			err = s.ResetPassword(p.ctx, link, demoPassword)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
