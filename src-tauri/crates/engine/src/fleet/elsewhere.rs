//! Gateways on other computers, as the keeper adds and forgets them, and which gateway is the first.
//!
//! Nothing is accepted here that nobody saw: a certificate is the one that the wish names, and a connection that is not
//! encrypted stays within a private network.

use std::{net::IpAddr, sync::Arc, time::Duration};

use clawtray_contract::{Answer, AppError, Intent};
use clawtray_core::fleet::{Refusal, RemoteGateway, Way};
use clawtray_gateway::{endpoint::is_private, tls::certificate_at};
use clawtray_platform::keychain::GatewaySecrets;

use super::{
    choice::{add_to_settings, remove_from_settings, write_primary},
    inner::Inner,
    near::find_gateways,
};
use crate::start::{accounts_keychain, blocking};

/// Longest wait for a certificate or an address.
const LOOK_LIMIT: Duration = Duration::from_secs(15);

impl Inner {
    /// What [`clawtray_core::fleet::Destination::Gateways`] is for.
    pub(super) async fn about_gateways(self: &Arc<Self>, wish: Intent) -> Result<Answer, AppError> {
        match wish {
            Intent::FindGateways { metered } => match find_gateways(metered, || ()).await {
                Ok(near) => Ok(Answer::Near { near }),
                Err((refusal, words)) => Err(self.refusal(refusal, words)),
            },
            Intent::LookElsewhere { address } => self.look_elsewhere(&address).await,
            Intent::AddGateway { gateway, address, certificate, open } => {
                self.add(&gateway, &address, certificate.as_deref(), open).await
            }
            Intent::RemoveGateway { gateway } => self.remove(&gateway).await,
            Intent::PrimaryGateway { gateway } => self.make_first(&gateway).await,
            _ => Err(self.refusal(Refusal::Nonsense, None)),
        }
    }

    async fn look_elsewhere(&self, address: &str) -> Result<Answer, AppError> {
        let asked = RemoteGateway::asked(address).map_err(|fault| self.refusal(fault.into(), None))?;
        let (mut certificate, mut open) = (None, false);
        match asked.way {
            Way::Tls { .. } => {
                let shown = certificate_at(&asked.host, asked.port, LOOK_LIMIT).await;
                let shown = shown.map_err(|words| self.refusal(Refusal::NoCertificate, Some(words)))?;
                certificate = Some(shown.to_string());
            }
            Way::Plain => open = self.leaves_this_computer(&asked).await?,
            Way::Ssh { .. } => {}
        }
        Ok(Answer::Elsewhere { address: asked.address(), certificate, open })
    }

    /// True where somebody else is on the way to a gateway that is called without encryption.
    async fn leaves_this_computer(&self, asked: &RemoteGateway) -> Result<bool, AppError> {
        let unknown = |words: String| self.refusal(Refusal::NoHost, Some(words));
        let looking = tokio::net::lookup_host((asked.host.as_str(), asked.port));
        let found = tokio::time::timeout(LOOK_LIMIT, looking).await.map_err(|late| unknown(late.to_string()))?;
        let found: Vec<IpAddr> = found.map_err(|error| unknown(error.to_string()))?.map(|at| at.ip()).collect();
        match found.iter().find(|address| !is_private(**address)) {
            Some(far) => Err(self.refusal(Refusal::NotPrivate, Some(far.to_string()))),
            None if found.is_empty() => Err(unknown(asked.host.clone())),
            None => Ok(!found.iter().all(IpAddr::is_loopback)),
        }
    }

    async fn add(
        self: &Arc<Self>,
        id: &str,
        address: &str,
        certificate: Option<&str>,
        open: bool,
    ) -> Result<Answer, AppError> {
        let remote = RemoteGateway::of(id, address, certificate);
        let remote = remote.map_err(|fault| self.refusal(fault.into(), None))?;
        if remote.way == Way::Plain && self.leaves_this_computer(&remote).await? && !open {
            return Err(self.refusal(Refusal::NotAccepted, None));
        }
        let environment = self.environment().clone();
        let is_taken = id == environment.gateway_id() || self.roster().await?.knows(id);
        if is_taken {
            return Err(self.refusal(Refusal::NameTaken, None));
        }
        let kept: Vec<String> = self.engines().into_iter().map(|(id, _)| id).collect();
        let entry = remote.clone();
        let written = blocking(move || {
            add_to_settings(&environment, &entry, &kept)?;
            Ok(())
        });
        self.written(written.await)?;
        let watched = self.watch(id).await;
        if watched.is_err() {
            self.forget(id).await?;
        }
        watched
    }

    /// Forgets it, with its secrets.
    async fn remove(self: &Arc<Self>, id: &str) -> Result<Answer, AppError> {
        if !self.roster().await?.remote.iter().any(|one| one.id == id) {
            return Err(self.refusal(Refusal::Unknown, None));
        }
        if self.engine(Some(id)).is_some() {
            self.unwatch(id).await?;
        }
        self.forget(id).await?;
        self.find().await;
        Ok(Answer::Accepted)
    }

    async fn forget(&self, id: &str) -> Result<(), AppError> {
        let (environment, gateway) = (self.environment().clone(), id.to_owned());
        self.written(blocking(move || remove_from_settings(&environment, &gateway)).await)?;
        let keychain = self.keychain().unwrap_or_else(|| accounts_keychain(self.environment()));
        if let Err(words) = keychain.save(id, &GatewaySecrets::default()).await {
            tracing::warn!(gateway = id, words, "the secrets of a forgotten gateway are still in the keychain");
        }
        Ok(())
    }

    async fn make_first(&self, id: &str) -> Result<Answer, AppError> {
        if self.engine(Some(id)).is_none() {
            return Err(self.refusal(Refusal::Unknown, None));
        }
        let (file, first) = (self.environment().paths.settings_file.clone(), id.to_owned());
        self.written(blocking(move || write_primary(&file, &first)).await)?;
        self.put_first(id);
        Ok(Answer::Accepted)
    }
}
