// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

/** What the link's tests stand on. */
class StackTest extends StackContract {}
