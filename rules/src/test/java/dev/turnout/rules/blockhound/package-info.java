// SPDX-License-Identifier: Apache-2.0
/** What BlockHound sees, with and without the integration. */
@NullMarked
package dev.turnout.rules.blockhound;

import org.jspecify.annotations.NullMarked;
