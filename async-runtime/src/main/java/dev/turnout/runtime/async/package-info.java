// SPDX-License-Identifier: Apache-2.0
/**
 * What rewritten code calls: {@link dev.turnout.runtime.async.Stages} to compose, {@link
 * dev.turnout.runtime.async.Blocking} to hand off what must block, {@link dev.turnout.runtime.async.Facade} to wait.
 * Needs nothing but the JDK, because legacy applications carry it. Start at {@link dev.turnout.runtime.async.Stages}.
 */
@NullMarked
package dev.turnout.runtime.async;

import org.jspecify.annotations.NullMarked;
