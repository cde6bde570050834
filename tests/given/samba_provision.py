"""Makes an Active Directory domain with its accounts and groups, from a description on standard input.

Run by /usr/bin/python3, because Debian's Samba modules are for that Python only. It goes round samba-tool,
which needs root and extended attributes for the shared folder that nobody here asks for (`skip_sysvolacl`).

The description is JSON: folder, realm, netbios, hostname, address, tls (cafile, certfile, keyfile),
units, accounts (account, password, display_name, email, unit, state), groups (name, unit, members),
lockout (failures before an account is locked),
administrator_password.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

import ldb  # type: ignore[import-not-found]
from samba import dsdb  # type: ignore[import-not-found]
from samba.auth import system_session  # type: ignore[import-not-found]
from samba.param import LoadParm  # type: ignore[import-not-found]
from samba.provision import provision  # type: ignore[import-not-found]
from samba.samdb import SamDB  # type: ignore[import-not-found]

# Lets the local administrator set what a server otherwise only sets by itself (pwdLastSet, lockoutTime).
RELAX = ["local_oid:1.3.6.1.4.1.7165.4.3.20:0", "relax:0"]
SECONDS_FROM_1601 = 11_644_473_600
DAY = 86_400
NOW = time.time()  # noqa: TID251 - the domain controller goes by the machine's clock
# lock-outs outlast the longest run; Active Directory counts durations downwards
TEN_HOURS = str(-36_000 * 10_000_000)

CONFIGURATION = """[global]
    netbios name = {hostname}
    workgroup = {netbios}
    realm = {realm}
    server role = active directory domain controller
    server services = ldap
    dcerpc endpoint servers =
    interfaces = {address}/8
    bind interfaces only = yes
    private dir = {folder}/private
    state directory = {folder}/state
    cache directory = {folder}/cache
    lock directory = {folder}/lock
    pid directory = {folder}/run
    ncalrpc dir = {folder}/run/ncalrpc
    binddns dir = {folder}/bind-dns
    ntp signd socket directory = {folder}/run/ntp
    winbindd socket directory = {folder}/run/winbindd
    log file = {folder}/log
    tls enabled = yes
    tls keyfile = {keyfile}
    tls certfile = {certfile}
    tls cafile = {cafile}
    ldap server require strong auth = yes
    disable spoolss = yes
    load printers = no
    panic action = /bin/true
[sysvol]
    path = {folder}/state/sysvol
[netlogon]
    path = {folder}/state/sysvol/scripts
"""


def filetime(seconds: float) -> str:
    """A moment as Active Directory writes it: tenths of microseconds since 1601."""
    return str(int((seconds + SECONDS_FROM_1601) * 10_000_000))


def make_domain(given: dict[str, Any]) -> None:
    folder = Path(given["folder"])
    for name in ("private", "state", "cache", "lock", "run", "bind-dns", "etc"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    smb_conf = folder / "etc" / "smb.conf"
    smb_conf.write_text(
        CONFIGURATION.format(
            hostname=given["hostname"],
            netbios=given["netbios"],
            realm=given["realm"].upper(),
            address=given["address"],
            folder=folder,
            **given["tls"],
        )
    )
    logger = logging.getLogger("provision")
    logger.addHandler(logging.StreamHandler())
    logger.setLevel(logging.WARNING)
    lp = LoadParm()
    lp.load(str(smb_conf))
    provision(
        logger,
        system_session(),
        smbconf=str(smb_conf),
        lp=lp,
        realm=given["realm"],
        domain=given["netbios"],
        hostname=given["hostname"],
        hostip="127.0.0.1",
        adminpass=given["administrator_password"],
        dns_backend="NONE",
        serverrole="active directory domain controller",
        dom_for_fun_level=dsdb.DS_DOMAIN_FUNCTION_2008_R2,
        skip_sysvolacl=True,
        batch_mode=True,
    )
    database = SamDB(url=str(folder / "private" / "sam.ldb"), session_info=system_session(), lp=lp)
    database.transaction_start()
    fill(database, given)
    database.transaction_commit()


def fill(database: SamDB, given: dict[str, Any]) -> None:
    domain = str(database.domain_dn())
    change(database, domain, lockoutThreshold=str(given["lockout"]), lockoutDuration=TEN_HOURS)
    for unit in given["units"]:
        database.add({"dn": f"OU={unit},{domain}", "objectClass": "organizationalUnit"})
    for account in given["accounts"]:
        add_account(database, domain, account, given["realm"])
    for group in given["groups"]:
        database.newgroup(group["name"], groupou=f"OU={group['unit']}")
    for group in given["groups"]:
        database.add_remove_group_members(group["name"], group["members"], add_members_operation=True)


def add_account(database: SamDB, domain: str, account: dict[str, Any], realm: str) -> None:
    name = account["account"]
    dn = f"CN={account['display_name']},OU={account['unit']},{domain}"
    database.add(
        {
            "dn": dn,
            "objectClass": "user",
            "sAMAccountName": name,
            "userPrincipalName": account.get("upn") or f"{name}@{realm}",
            "displayName": account["display_name"],
            "mail": account["email"],
        }
    )
    by_name = f"(sAMAccountName={ldb.binary_encode(name)})"
    state = account["state"]
    database.setpassword(by_name, account["password"], force_change_at_next_login=state == "must_change")
    database.enable_account(by_name)
    if state == "disabled":
        database.disable_account(by_name)
    elif state == "expired":
        change(database, dn, accountExpires=filetime(NOW - DAY))
    elif state == "password_expired":
        change(database, dn, pwdLastSet=filetime(NOW - 400 * DAY))
    elif state == "locked":
        change(database, dn, lockoutTime=filetime(NOW), badPwdCount="99")


def change(database: SamDB, dn: str, **attributes: str) -> None:
    message = ldb.Message(ldb.Dn(database, dn))
    for name, value in attributes.items():
        message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    database.modify(message, RELAX)


if __name__ == "__main__":
    make_domain(json.load(sys.stdin))
