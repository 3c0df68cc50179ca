-- drop.lua : forget the lease of one job
local function drop(id)
  redis.call('HDEL', lease, id)
  redis.call('ZREM', leases, id)
  redis.call('ZREM', reserved, id)
  redis.call('HDEL', renewals, id)
end
