-- drop.lua : forget the lease of one job, and that it is in flight. Needs flight.lua before it.
local function drop(id)
  redis.call('HDEL', lease, id)
  redis.call('ZREM', leases, id)
  redis.call('ZREM', reserved, id)
  redis.call('HDEL', renewals, id)
  land(id)
end
