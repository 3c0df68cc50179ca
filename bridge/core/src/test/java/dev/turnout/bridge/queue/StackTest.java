// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.redis.StackContract;

/** What the tests of JobRunr's layout stand on. */
class StackTest extends StackContract {}
