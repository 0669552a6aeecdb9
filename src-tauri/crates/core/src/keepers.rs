//! Whose a gateway is that this keeper did not start.

use crate::{event::Holder, facts::Facts};

/// True where everything that can be seen says that the service manager started it as this profile's service. A doubt
/// is a no: a stop of the service would then end one process and mean another.
pub(crate) fn is_the_services(holder: &Holder, facts: &Facts) -> bool {
    let name = facts.surroundings.as_ref().and_then(|around| around.service.as_ref()).map(|service| &service.name);
    let main = facts.unit.as_ref().and_then(|unit| unit.pid);
    if main.is_some() && holder.process.map(|process| process.pid) == main {
        return true;
    }
    match (&holder.kept_by.unit, &holder.kept_by.service) {
        (Some(unit), _) => Some(unit) == name,
        (None, Some(service)) => Some(service) == name,
        // Nothing is seen of it: the manager runs a service and does not say which process that is.
        (None, None) => main.is_none() && facts.unit.as_ref().is_some_and(|unit| unit.active == "active"),
    }
}
