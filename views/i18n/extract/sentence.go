package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jolara.com/privacy/views/i18n"
)

var verb = regexp.MustCompile(`%(?:%|(?:\[(\d+)\])?([-+# 0]*\d*(?:\.\d+)?[a-zA-Z]))`)

// verbs returns the verb that writes each argument of a format, in the order of the arguments.
func verbs(format string) ([]string, error) {
	if strings.Contains(verb.ReplaceAllString(format, ""), "%") {
		return nil, fmt.Errorf("%q has a percent sign that is neither a verb nor %%%%", format)
	}
	var found []string
	next := 0 // the argument that a verb without a number takes
	for _, match := range verb.FindAllStringSubmatch(format, -1) {
		if match[2] == "" {
			continue // %%
		}
		if match[1] != "" {
			number, err := strconv.Atoi(match[1])
			if err != nil || number < 1 || number > 20 {
				return nil, fmt.Errorf("%q numbers an argument that nobody has", format)
			}
			next = number - 1
		}
		for len(found) <= next {
			found = append(found, "")
		}
		found[next] = match[2]
		next++
	}
	return found, nil
}

// checkSentence tells whether a format is fit to be said with a number of arguments; spread arguments are not counted.
func checkSentence(sentence string, rich bool, given int, spread bool) error {
	wanted, err := verbs(sentence)
	if err != nil {
		return err
	}
	links := 0
	if rich {
		links = strings.Count(sentence, "<a>")
		if err := checkTags(sentence, links); err != nil {
			return err
		}
	}
	if !spread && given != len(wanted)+links {
		return fmt.Errorf("%q takes %d arguments and gets %d", sentence, len(wanted)+links, given)
	}
	return nil
}

// checkTags asks Rich itself whether the tags of a sentence are whole.
func checkTags(sentence string, links int) error {
	args := slices.Repeat([]any{i18n.Link("/")}, links)
	return i18n.Rich(context.Background(), sentence, args...).Render(context.Background(), io.Discard)
}
