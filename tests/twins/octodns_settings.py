"""octoDNS's configuration for a zone at the twins."""

import json
import pathlib

AWS = {"class": "octodns_route53.Route53Provider"}
"""Everything else comes from variables of the environment."""


def azure(settings, url, group, **more):
    """The provider at the twin with these settings, whose https listener is at `url`."""
    # For the tenant `adfs` alone Microsoft's library asks no other host about the authority.
    return {"class": "octodns_azure.AzureProvider", "sub_id": settings.subscription, "resource_group": group, "directory_id": "adfs",
            "client_id": settings.client_id, "key": settings.client_secret, "authority": url, "base_url": url, **more}


def write(folder, zone, targets, **manager):
    """Puts a file into the folder by which `ZONE.yaml` beside it is brought to the targets, providers by name; its path."""
    path = pathlib.Path(folder, "config.yaml")
    path.write_text(json.dumps({
        "manager": {"max_workers": 1, **manager},
        "providers": {"config": {"class": "octodns.provider.yaml.YamlProvider", "directory": str(folder), "enforce_order": False},
                      **targets},
        "zones": {f"{zone}.": {"sources": ["config"], "targets": list(targets)}}}))
    return path
