package emails

import (
	"context"
	"fmt"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// note is a letter of a few words with one link, or none.
type note struct {
	subject, hello string
	before         []string // the link
	link           string   // what it says
	address        string   // where it leads
	after          []string
}

func (m note) write(ctx context.Context) (models.Letter, error) {
	var html strings.Builder
	if err := noteHTML(m).Render(ctx, &html); err != nil {
		return models.Letter{}, fmt.Errorf("write a letter: %w", err)
	}
	parts := append([]string{m.hello}, m.before...)
	if m.address != "" {
		parts = append(parts, m.address)
	}
	parts = append(parts, m.after...)
	parts = append(parts, i18n.T(ctx, "Jolara Privacy"))
	return models.Letter{Subject: m.subject, Text: strings.Join(parts, "\n\n") + "\n", HTML: html.String()}, nil
}

// SignUp writes the letter by which somebody confirms the address that they signed up with; address is the whole address
// of the page that asks. It holds nothing that was typed: the address may be a stranger's, and the name an advertisement.
func SignUp(ctx context.Context, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Confirm your address"),
		hello:   hello(ctx, ""),
		before:  []string{i18n.T(ctx, "Somebody signed up for Jolara’s privacy pages with this address. If it was you, confirm it here within 7 days with the password that you chose:")},
		link:    i18n.T(ctx, "Confirm your address"),
		address: address,
		after: []string{
			i18n.T(ctx, "If it wasn’t you, do nothing. There is no account until the address is confirmed, and after 7 days we erase what was typed."),
		},
	}.write(ctx)
}

// AccountExists writes to somebody whose address was used to sign up again; address is that of the page where a password
// is forgotten.
func AccountExists(ctx context.Context, name, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "You already have an account"),
		hello:   hello(ctx, name),
		before:  []string{i18n.T(ctx, "Somebody signed up for Jolara’s privacy pages with this address, but it signs in to your account already. Nothing was changed. If it was you and you forgot the password, choose a new one here:")},
		link:    i18n.T(ctx, "I forgot my password"),
		address: address,
		after:   []string{i18n.T(ctx, "If it wasn’t you, there is nothing to do.")},
	}.write(ctx)
}

// StaffAddress writes to a staff member with whose address somebody asked for an account or a new password; address is
// where they sign in.
func StaffAddress(ctx context.Context, firstName, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Your address signs in to the privacy desk"),
		hello:   hello(ctx, firstName),
		before:  []string{i18n.T(ctx, "Somebody asked for an account or a new password on Jolara’s privacy pages with this address. It signs in to the privacy desk, so it can’t be the address of an account there. Nothing was changed. You sign in here:")},
		link:    i18n.T(ctx, "Sign in"),
		address: address,
		after:   []string{i18n.T(ctx, "If you forgot your password, ask whoever runs the portal for a new link: none is sent by mail. If it wasn’t you, there is nothing to do.")},
	}.write(ctx)
}

// Reset writes the letter with the link that sets a new password.
func Reset(ctx context.Context, name, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "Choose a new password"),
		hello:   hello(ctx, name),
		before:  []string{i18n.T(ctx, "Somebody, probably you, asked for a new password. Choose it here within one hour:")},
		link:    i18n.T(ctx, "Choose a new password"),
		address: address,
		after:   []string{i18n.T(ctx, "If it wasn’t you, do nothing: your password stays as it is, and without this letter nobody can change it.")},
	}.write(ctx)
}
