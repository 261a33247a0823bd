"""``brochure dask-certificates``: make certificates, and print where to copy them."""

from __future__ import annotations

from pathlib import Path

import click

from brochure.cli.terminal import output_texts


@click.command("dask-certificates")
@click.argument("folder", type=click.Path(path_type=Path))
def dask_certificates(folder: Path) -> None:
    from brochure.build.dask_certificates import ROLES, create_certificates
    from brochure.build.dask_tls import default_folder

    words, made = output_texts(), create_certificates(folder)
    click.echo(words["certificates made"].format(date=made.last_day.isoformat()))
    for role, path in zip(ROLES, made.folders, strict=True):
        click.echo(words[f"certificates {role}"].format(folder=path, default=default_folder()))
    click.echo(words["certificates keys"])
    click.echo(words["certificates next"])
