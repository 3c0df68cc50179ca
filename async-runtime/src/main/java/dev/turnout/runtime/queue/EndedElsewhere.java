// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.util.concurrent.CancellationException;

/** Why a run was cancelled: somebody has ended its job meanwhile, which is to say deleted it. Its own end is dropped. */
public final class EndedElsewhere extends CancellationException {
    private static final long serialVersionUID = 1L;

    public EndedElsewhere(String message) {
        super(message);
    }
}
