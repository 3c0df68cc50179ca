// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** A request with fields, not a record: every mapper of every line can write it. */
public class Loading implements JobRequest {
    private static final long serialVersionUID = 1L;

    private String name = "";

    @SuppressWarnings("serial") // JobRunr's interface is Serializable; nothing here is ever serialized so
    private Freight.Ticket ticket = new Freight.Ticket();

    /** For mappers. */
    public Loading() {}

    Loading(String name, Freight.Ticket ticket) {
        this.name = name;
        this.ticket = ticket;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Freight.Ticket getTicket() {
        return ticket;
    }

    public void setTicket(Freight.Ticket ticket) {
        this.ticket = ticket;
    }

    @Override
    public Class<Handler> getJobRequestHandler() {
        return Handler.class;
    }

    /** Writes down what it got. */
    public static class Handler implements JobRequestHandler<Loading> {
        @Override
        public void run(Loading request) {
            Seen.note(request.getName(), request.getTicket());
        }
    }
}
