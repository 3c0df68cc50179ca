// SPDX-License-Identifier: Apache-2.0
/** How a user writes the rules in a test. Start at {@link dev.turnout.rules.forms.JUnitFormsTest}. */
@NullMarked
package dev.turnout.rules.forms;

import org.jspecify.annotations.NullMarked;
