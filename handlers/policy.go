package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/pages"
)

// showPolicy shows the version of the agreement that counts. Where none was imported there is no such page.
func (p *portal) showPolicy(c echo.Context) error {
	current, err := p.Store.CurrentPolicy(c.Request().Context())
	if err != nil {
		return err
	}
	return p.showVersion(c, current.Version)
}

func (p *portal) showPolicyVersion(c echo.Context) error { return p.showVersion(c, c.Param("version")) }

func (p *portal) showVersion(c echo.Context, version string) error {
	ctx := c.Request().Context()
	policy, err := p.Store.Policy(ctx, version)
	if err != nil {
		return err
	}
	all, err := p.Store.PolicyVersions(ctx)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.Policy(p.shell(c), pages.NewPolicy(policy, all, p.Store.Now())))
}
