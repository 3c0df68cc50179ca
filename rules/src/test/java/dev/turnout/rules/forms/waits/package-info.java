// SPDX-License-Identifier: Apache-2.0
/** Classes for {@link dev.turnout.rules.forms.JUnitFormsTest}. */
@NullMarked
package dev.turnout.rules.forms.waits;

import org.jspecify.annotations.NullMarked;
