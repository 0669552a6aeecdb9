//! What operating systems say in other languages: the errors of the C library and of Windows.

use super::super::{Signature, signature::shows};

/// Words that tie an operating system's error to OpenClaw's own files.
const OWN_FILES: &[&str] = &[".openclaw", ".clawdbot", "openclaw.json", "sqlite", "sessions", "/tmp/openclaw"];

pub(in super::super) static LOCALE: &[Signature] = &[
    shows(
        "port.conflict",
        &[
            "wird bereits verwendet",
            "bereits in Benutzung",
            "Normalerweise darf jede Socketadresse",
            "déjà utilisée",
            "en cours d'utilisation",
            "dirección ya se está usando",
            "dirección ya está en uso",
            "solo se permite un uso de cada dirección",
            "ndirizzo già in uso",
            "ndirizzo già utilizzato",
            "ndereço já em uso",
            "ndereço já está em uso",
            "Адрес уже используется",
            "地址已在使用",
            "地址已被使用",
            "地址已被占用",
            "端口已被占用",
            "端口被占用",
            "只允许使用一次",
            "アドレスは既に使用",
        ],
    )
    .with(&["127.0.0.1", "0.0.0.0", "::", "1878", "18790", "gateway", "listen", "bind", "port"])
    .none(&["browser", "chrome", "cdp"]),
    shows(
        "storage.full",
        &[
            "kein Speicherplatz mehr",
            "nicht genug Speicherplatz",
            "Aucun espace disponible",
            "Espace insuffisant sur le disque",
            "No queda espacio en",
            "Espacio en disco insuficiente",
            "Spazio esaurito",
            "Spazio su disco insufficiente",
            "Não há espaço",
            "не осталось свободного места",
            "Недостаточно места на диске",
            "设备上没有空间",
            "磁盘空间不足",
            "空き領域がありません",
        ],
    )
    .cause(),
    shows(
        "storage.readonly",
        &[
            "Keine Berechtigung",
            "Zugriff verweigert",
            "Permission non accordée",
            "Accès refusé",
            "Permiso denegado",
            "Acceso denegado",
            "Permesso negato",
            "Accesso negato",
            "Permissão negada",
            "Acesso negado",
            "Отказано в доступе",
            "权限不够",
            "拒绝访问",
            "許可がありません",
            "nur lesbar",
            "en lecture seule",
            "sólo lectura",
            "solo lectura",
            "sola lettura",
            "somente leitura",
            "только для чтения",
            "只读文件系统",
        ],
    )
    .with(OWN_FILES)
    .none(&["node_modules", "npm"]),
    shows(
        "service.not_running",
        &[
            "Verbindungsaufbau abgelehnt",
            "Verbindung verweigert",
            "Connexion refusée",
            "Conexión rehusada",
            "Conexión denegada",
            "Connessione rifiutata",
            "Conexão recusada",
            "В соединении отказано",
            "连接被拒绝",
            "拒绝连接",
            "接続を拒否",
        ],
    )
    .with(&["1878", "18790", "gateway"])
    .none(&["cdp", "browser", "11434"]),
];
